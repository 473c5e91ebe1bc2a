// Notes of a run below its head: the first two, and the others folded away, so that the tabs stay in sight.

import * as l10n from '@vscode/l10n';
import { create, setChildren, setText, show } from '../../common/dom.ts';

/** So many notes stand there unfolded. */
const fewNotes = 2;

export function createNotes() {
  const first = create('ul', { class: 'notes', 'aria-label': l10n.t('Notes') });
  const further = create('ul', { class: 'notes', 'aria-label': l10n.t('Further notes') });
  const summary = create('summary');
  const fold = create('details', { class: 'more-notes' }, summary, further);
  let shown: readonly string[] = [];
  return {
    element: create('div', {}, first, fold),
    update(notes: readonly string[]): void {
      show(first, notes.length > 0);
      show(fold, notes.length > fewNotes);
      if (notes.length === shown.length && notes.every((note, index) => note === shown[index])) return;
      shown = [...notes];
      setChildren(first, notes.slice(0, fewNotes).map(createNote));
      setChildren(further, notes.slice(fewNotes).map(createNote));
      setText(summary, moreText(notes.length - fewNotes));
    },
  };
}

function createNote(note: string): HTMLElement {
  return create('li', {}, note);
}

function moreText(count: number): string {
  return count === 1 ? l10n.t('1 more note') : l10n.t('{0} more notes', count);
}
