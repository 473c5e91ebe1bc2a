// What stands above the grid: way back, saved views, grouping, columns, export; and what can be done with the selected runs.

import * as l10n from '@vscode/l10n';
import type { SavedView, TableView } from '../../../src/shared/table-view.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { columnOf } from './columns.ts';
import { bySweep } from './lines.ts';

export interface ToolbarActions {
  readonly useView: (name: string) => void;
  readonly saveView: () => void;
  readonly deleteView: () => void;
  readonly groupBy: (groupBy: string | null) => void;
  readonly showArchived: (shown: boolean) => void;
  readonly columns: () => void;
  readonly exportCsv: () => void;
}

export interface Toolbar {
  readonly element: HTMLElement;
  update(view: TableView, saved: readonly SavedView[], used: string | null): void;
}

export function createToolbar(actions: ToolbarActions): Toolbar {
  const views = select(l10n.t('View'), 'view', (value) => actions.useView(value));
  const groups = select(l10n.t('Group by'), 'group-by', (value) => actions.groupBy(value === '' ? null : value));
  const archived = create('input', { type: 'checkbox', 'data-action': 'archived' });
  archived.addEventListener('change', () => actions.showArchived(archived.checked));
  const remove = action('delete-view', l10n.t('Delete View'), actions.deleteView);
  const element = create(
    'div',
    { class: 'table-toolbar', role: 'toolbar', 'aria-label': l10n.t('Table') },
    views.element,
    action('save-view', l10n.t('Save View…'), actions.saveView),
    remove,
    create('span', { class: 'gap' }),
    groups.element,
    create('label', { class: 'switch' }, archived, create('span', {}, l10n.t('Archived'))),
    action('columns', l10n.t('Columns…'), actions.columns),
    action('export-csv', l10n.t('Export CSV…'), actions.exportCsv),
  );
  return {
    element,
    update(view, saved, used) {
      const first = [{ value: '', label: saved.length === 0 ? l10n.t('No saved views') : l10n.t('Choose a view') }];
      views.update([...first, ...saved.map(({ name }) => ({ value: name, label: name }))], used ?? '');
      show(remove, used !== null);
      groups.update(groupChoices(view), view.groupBy ?? '');
      archived.checked = view.archived;
    },
  };
}

/** Nothing, what every run has, and the columns that are shown and have few values. */
function groupChoices({ columns, groupBy }: TableView) {
  const fixed = [
    { value: '', label: l10n.t('Nothing') },
    { value: bySweep, label: l10n.t('Group or sweep') },
    { value: 'state', label: l10n.t('State') },
    { value: 'field:model.model_name_or_path', label: l10n.t('Model') },
  ];
  const ids = columns.map(({ id }) => id).filter((id) => id.startsWith('field:') || ['tags', 'source'].includes(id));
  const others = [...new Set([...ids, ...(groupBy === null ? [] : [groupBy])])]
    .filter((id) => !fixed.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: columnOf(id)?.label ?? id }));
  return [...fixed, ...others];
}

interface Select {
  readonly element: HTMLElement;
  update(options: readonly { readonly value: string; readonly label: string }[], chosen: string): void;
}

function select(label: string, name: string, onChange: (value: string) => void): Select {
  const box = create('select', { 'data-action': name });
  box.addEventListener('change', () => onChange(box.value));
  let shown = '';
  return {
    element: create('label', { class: 'choice' }, create('span', {}, label), box),
    update(options, chosen) {
      const next = JSON.stringify(options);
      if (next !== shown) box.replaceChildren(...options.map(({ value, label }) => create('option', { value }, label)));
      shown = next;
      box.value = chosen;
    },
  };
}

export interface SelectionActions {
  readonly compare: () => void;
  readonly star: () => void;
  readonly tag: () => void;
  readonly notes: () => void;
  readonly rename: () => void;
  readonly archive: () => void;
  readonly remove: () => void;
}

/** What is to be known of the selected runs. */
export interface SelectionModel {
  readonly count: number;
  readonly allStarred: boolean;
  readonly allArchived: boolean;
}

export interface SelectionBar {
  readonly element: HTMLElement;
  update(model: SelectionModel): void;
}

/** Fewer cannot be compared, more cannot be told apart. */
const comparable = { least: 2, most: 50 } as const;

export function createSelectionBar(actions: SelectionActions): SelectionBar {
  const count = create('span', { class: 'selection-count', role: 'status' });
  const compare = action('compare', l10n.t('Compare'), actions.compare);
  const star = action('star', '', actions.star);
  const rename = action('rename', l10n.t('Rename'), actions.rename);
  const notes = action('notes', l10n.t('Notes…'), actions.notes);
  const archive = action('archive', '', actions.archive);
  const buttons = [
    ...[compare, star, rename, action('tag', l10n.t('Tags…'), actions.tag), notes, archive],
    action('delete', l10n.t('Delete…'), actions.remove),
  ];
  const element = create(
    'div',
    { class: 'selection-bar', role: 'toolbar', 'aria-label': l10n.t('Selected runs') },
    count,
    ...buttons,
  );
  return {
    element,
    update(model) {
      setText(count, countText(model.count));
      for (const button of buttons) show(button, model.count > 0);
      for (const button of [rename, notes]) show(button, model.count === 1);
      const { least, most } = comparable;
      setAttributes(compare, {
        disabled: model.count < least || model.count > most,
        title: model.count > most ? l10n.t('At most {0} runs can be compared.', most) : undefined,
      });
      setText(star, model.allStarred ? l10n.t('Unstar') : l10n.t('Star'));
      setText(archive, model.allArchived ? l10n.t('Unarchive') : l10n.t('Archive'));
    },
  };
}

function countText(count: number): string {
  if (count === 0) return l10n.t('Select runs to compare, tag, archive or delete them.');
  return count === 1 ? l10n.t('1 run selected') : l10n.t('{0} runs selected', count);
}

function action(name: string, label: string, onClick: () => void): HTMLElement {
  const button = create('vscode-button', { appearance: 'secondary', 'data-action': name }, label);
  button.addEventListener('click', onClick);
  return button;
}
