// The notes of a run, edited in place and kept when the field is left; what is being typed is never written over.

import * as l10n from '@vscode/l10n';
import { create, setText } from '../../common/dom.ts';
import type { RunView, TabParts } from '../tab.ts';
import { createButton } from './section.ts';

export interface NotesEditor {
  readonly element: HTMLElement;
  update(view: Pick<RunView, 'run'>): void;
  /** Keeps what was typed. */
  save(): void;
}

export function createNotesEditor({ ask, showError }: Pick<TabParts, 'ask' | 'showError'>): NotesEditor {
  let runId = '';
  /** What the host said, or was told, last. */
  let kept = '';
  const text = create('textarea', { class: 'field', rows: 3, id: 'run-notes', spellcheck: 'true' });
  const label = create('label', { class: 'label', for: 'run-notes' }, l10n.t('Notes'));
  const said = create('span', { class: 'hint', role: 'status' });
  const open = createButton('open-notes', l10n.t('Open as Document'), () => {
    save();
    void ask('details/open-notes', { runId }).catch(showError);
  });
  const save = (): void => {
    const notes = text.value;
    if (notes === kept || runId === '') return;
    const [saved, before] = [runId, kept];
    kept = notes;
    ask('runs/annotate', { runIds: [saved], change: { notes: notes.trim() === '' ? null : notes } }).then(
      () => runId === saved && setText(said, l10n.t('Saved')),
      (thrown: unknown) => {
        // Still unsaved: leaving the field tries again.
        if (runId === saved) kept = before;
        showError(thrown);
      },
    );
  };
  text.addEventListener('change', save);
  text.addEventListener('input', () => setText(said, text.value === kept ? '' : l10n.t('Not saved yet')));
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
  });
  return {
    element: create('div', { class: 'notes-editor' }, label, text, create('div', { class: 'row' }, open, said)),
    update({ run }) {
      const notes = run.annotations?.notes ?? '';
      if (run.runId !== runId) {
        save();
        setText(said, '');
      } else if (text.value !== kept || notes === kept) return;
      runId = run.runId;
      kept = notes;
      text.value = notes;
    },
    save,
  };
}
