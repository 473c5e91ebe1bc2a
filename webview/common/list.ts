// A list whose elements stay where they are while what they say changes: focus, scroll and open details survive an update.

import { setChildren } from './dom.ts';

export interface Item<M> {
  readonly element: HTMLElement;
  update(model: M): void;
}

/** Shows the models in `parent`, one item each; the item at a place is used again for the next model at that place. */
export function createList<M>(parent: HTMLElement, createItem: () => Item<M>): (models: readonly M[]) => void {
  const items: Item<M>[] = [];
  return (models) => {
    while (items.length < models.length) items.push(createItem());
    for (const [index, model] of models.entries()) items[index]!.update(model);
    setChildren(
      parent,
      models.map((_, index) => items[index]!.element),
    );
  };
}
