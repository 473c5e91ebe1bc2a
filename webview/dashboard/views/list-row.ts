// A line of the list on the left: a run, or the heading of those that belong together. Lines are used again for other runs.

import { describeGroup, groupState } from '../../../src/shared/run-groups.ts';
import { create, createSvg, setAttributes, setText, show } from '../../common/dom.ts';
import type { VirtualRow } from '../../common/virtual-rows.ts';
import { rowModel } from '../models.ts';
import { starIcon } from '../table/grid-row.ts';
import type { ListLine } from './list-lines.ts';
import { stateIcon } from './state-icon.ts';

export interface ListRowParts {
  readonly look: () => {
    readonly selected: string | null;
    readonly nowMs: number;
    /** The line that Tab goes to. */
    readonly active: string | null;
    readonly count: number;
  };
  readonly select: (runId: string) => void;
  readonly toggle: (key: string) => void;
  readonly focused: (key: string) => void;
}

export function createListRow({ look, select, toggle, focused }: ListRowParts): VirtualRow<ListLine> {
  let line: ListLine | undefined;
  let icons = '';
  const [icon, name, time, figure] = ['icon', 'name', 'time', 'figure'].map((part) =>
    create('span', { class: part, 'aria-hidden': 'true' }),
  );
  const star = create('span', { class: 'starred', 'aria-hidden': 'true' }, starIcon());
  // Said in the order of a sentence. A label of the button would have to begin with what can be seen, in its order.
  const spoken = create('span', { class: 'visually-hidden' });
  const button = create('button', { type: 'button' }, spoken, icon!, name!, star, time!, figure!);
  button.addEventListener('click', () => {
    if (line) (line.kind === 'run' ? select : toggle)(line.kind === 'run' ? line.run.runId : line.key);
  });
  button.addEventListener('focus', () => line && focused(line.key));
  const element = create('li', {}, button);
  const updateRun = ({ run, inGroup }: ListLine & { readonly kind: 'run' }): void => {
    const { selected, nowMs } = look();
    const model = rowModel(run, selected, nowMs, inGroup);
    showIcons(model.state, model.starred);
    setAttributes(element, {
      'data-run-id': model.runId,
      'data-state': model.state,
      class: inGroup ? 'in-group' : undefined,
    });
    setAttributes(button, {
      'aria-current': model.selected ? 'true' : undefined,
      'aria-expanded': undefined,
      title: `${model.name}\n${model.runId}`,
    });
    setText(spoken, model.label);
    setText(name!, model.name);
    setText(time!, model.time);
    setText(figure!, model.figure);
  };
  const updateGroup = ({ group, open }: ListLine & { readonly kind: 'group' }): void => {
    showIcons(`group ${groupState(group)}`, false);
    const said = describeGroup(group);
    setAttributes(element, { 'data-run-id': undefined, 'data-state': undefined, class: 'group' });
    setAttributes(button, {
      'aria-current': undefined,
      'aria-expanded': String(open),
      title: `${group.name}\n${said}`,
    });
    setText(spoken, `${group.name}, ${said}`);
    setText(name!, group.name);
    setText(time!, String(group.runs.length));
    setText(figure!, said);
  };
  const showIcons = (shown: string, starred: boolean): void => {
    if (icons === `${shown} ${starred}`) return;
    icons = `${shown} ${starred}`;
    icon!.replaceChildren(line?.kind === 'group' ? twisty() : stateIcon(line!.run.state));
    show(star, starred);
  };
  return {
    element,
    update(next, index) {
      line = next;
      const { active, count } = look();
      setAttributes(element, { 'aria-posinset': index + 1, 'aria-setsize': count });
      setAttributes(button, { tabindex: next.key === active ? 0 : -1 });
      if (next.kind === 'run') updateRun(next);
      else updateGroup(next);
    },
  };
}

function twisty(): SVGElement {
  const icon = createSvg('svg', { viewBox: '0 0 16 16', class: 'twisty', 'aria-hidden': 'true' });
  icon.append(createSvg('path', { d: 'm6 4 4 4-4 4' }));
  return icon;
}
