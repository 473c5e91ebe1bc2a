// The tags of a run, edited in place: each with a button that takes it away, and a line for more.

import * as l10n from '@vscode/l10n';
import type { AnnotationChange } from '../../../src/shared/messages/runs.ts';
import { create, setText } from '../../common/dom.ts';
import type { RunView, TabParts } from '../tab.ts';
import { createField } from './section.ts';

export interface TagEditor {
  readonly element: HTMLElement;
  update(view: Pick<RunView, 'run' | 'runs'>): void;
}

const knownTags = 'known-tags';

export function createTagEditor({ ask, showError }: Pick<TabParts, 'ask' | 'showError'>): TagEditor {
  let runId = '';
  let shown = '';
  const list = create('ul', { class: 'tags', 'aria-label': l10n.t('Tags') });
  const input = createField({ placeholder: l10n.t('Add a tag'), 'aria-label': l10n.t('Add a tag'), list: knownTags });
  const known = create('datalist', { id: knownTags });
  const said = create('span', { class: 'hint', role: 'status' });
  const change = (what: AnnotationChange, done: string): void => {
    void ask('runs/annotate', { runIds: [runId], change: what }).then(() => setText(said, done), showError);
  };
  const add = (): void => {
    const tags = input.value.split(',').map((tag) => tag.trim());
    const addTags = tags.filter((tag) => tag !== '');
    if (addTags.length === 0) return;
    input.value = '';
    change({ addTags }, l10n.t('Added {0}', addTags.join(', ')));
  };
  const remove = (tag: string): void => {
    change({ removeTags: [tag] }, l10n.t('Removed {0}', tag));
    // The button that had the focus is about to go.
    input.focus();
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') add();
  });
  input.addEventListener('change', add);
  return {
    element: create(
      'div',
      { class: 'tag-editor' },
      create('span', { class: 'label' }, l10n.t('Tags')),
      list,
      input,
      known,
      said,
    ),
    update({ run, runs }) {
      if (run.runId !== runId) setText(said, '');
      runId = run.runId;
      const tags = run.annotations?.tags ?? [];
      const others = [...new Set(runs.flatMap(({ annotations }) => annotations?.tags ?? []))].sort();
      const now = JSON.stringify([tags, others]);
      if (now === shown) return;
      shown = now;
      list.replaceChildren(...tags.map((tag) => renderTag(tag, remove)));
      known.replaceChildren(...others.filter((tag) => !tags.includes(tag)).map((value) => create('option', { value })));
    },
  };
}

function renderTag(tag: string, onRemove: (tag: string) => void): HTMLElement {
  const label = l10n.t('Remove the tag {0}', tag);
  const button = create('button', { type: 'button', 'aria-label': label, title: label }, '×');
  button.addEventListener('click', () => onRemove(tag));
  return create('li', { 'data-tag': tag }, create('span', {}, tag), button);
}
