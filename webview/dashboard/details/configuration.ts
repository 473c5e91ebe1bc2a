// The resolved configuration as a table that can be searched, with a mark where a value is not the default.

import * as l10n from '@vscode/l10n';
import type { Configuration, ConfigurationField } from '../../../src/shared/messages/details.ts';
import { create, setText, show } from '../../common/dom.ts';
import type { Memory } from '../../common/memory.ts';
import { createSection, createField } from './section.ts';
import { describeFields, fieldRows, type FieldRow } from './models.ts';

export interface ConfigurationTable {
  readonly element: HTMLElement;
  update(configuration: Configuration): void;
}

/** Name under which the page remembers the choice. */
const onlyName = 'details.onlyDiffering';

export function createConfiguration(memory: Memory): ConfigurationTable {
  let fields: readonly ConfigurationField[] = [];
  let shown = '';
  const title = l10n.t('Configuration');
  const search = createField({ type: 'search', placeholder: l10n.t('Search fields and values') });
  search.setAttribute('aria-label', l10n.t('Search fields and values'));
  const only = create('input', { type: 'checkbox' });
  only.checked = memory.recall(onlyName) !== false;
  const count = create('span', { class: 'hint', role: 'status' });
  const body = create('tbody');
  const heads = [l10n.t('Field'), l10n.t('Value'), l10n.t('Default')].map((text) =>
    create('th', { scope: 'col' }, text),
  );
  const table = create('table', { class: 'fields' }, create('thead', {}, create('tr', {}, ...heads)), body);
  const scroll = create('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': title }, table);
  const problem = create('p', { class: 'hint' });
  const controls = create(
    'div',
    { class: 'row' },
    search,
    create('label', { class: 'check' }, only, l10n.t('Only what differs from the defaults')),
    count,
  );
  const draw = (): void => {
    const rows = fieldRows(fields, search.value, only.checked);
    setText(count, describeFields(rows.length, fields));
    show(scroll, rows.length > 0);
    body.replaceChildren(...rows.map(renderRow));
  };
  search.addEventListener('input', draw);
  only.addEventListener('change', () => {
    memory.keep(onlyName, only.checked);
    draw();
  });
  return {
    element: createSection(title, controls, problem, scroll),
    update(configuration) {
      const now = JSON.stringify(configuration);
      if (now === shown) return;
      shown = now;
      fields = configuration.fields;
      show(controls, fields.length > 0);
      show(problem, fields.length === 0);
      setText(problem, configuration.problem || l10n.t('No experiment was recorded with this run.'));
      draw();
    },
  };
}

function renderRow({ path, value, fallback, differs, doc }: FieldRow): HTMLElement {
  const mark = differs
    ? create('span', { class: 'mark', role: 'img', 'aria-label': l10n.t('differs from the default') }, '●')
    : create('span', { class: 'mark' });
  return create(
    'tr',
    { 'data-field': path, class: differs ? 'differs' : undefined },
    create('th', { scope: 'row', title: doc }, mark, path),
    create('td', {}, value),
    create('td', { class: 'default' }, fallback),
  );
}
