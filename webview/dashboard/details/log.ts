// The last entries of a run's log, by level and text, and the lines of its journal that could not be read.

import * as l10n from '@vscode/l10n';
import type { RunDetail } from '../../../src/shared/messages/runs.ts';
import { create, setText, show } from '../../common/dom.ts';
import { formatTime } from '../models.ts';
import { logRows, type LogLevelChoice } from './models.ts';
import { createField, createSection } from './section.ts';

export interface Log {
  readonly element: HTMLElement;
  update(detail: Pick<RunDetail, 'log' | 'badLines'> | null): void;
}

export function createLog(): Log {
  let log: RunDetail['log'] = [];
  let shown = '';
  const level = create('select', { class: 'field', 'aria-label': l10n.t('Level') }, ...levelOptions());
  const search = createField({ type: 'search', placeholder: l10n.t('Search the log') });
  search.setAttribute('aria-label', l10n.t('Search the log'));
  const count = create('span', { class: 'hint', role: 'status' });
  const controls = create('div', { class: 'row' }, level, search, count);
  const list = create('ol', { class: 'log' });
  const title = l10n.t('Log');
  const scroll = create('div', { class: 'log-scroll', tabindex: 0, role: 'region', 'aria-label': title }, list);
  const none = create('p', { class: 'hint' }, l10n.t('The run has said nothing yet.'));
  const skipped = createSkipped();
  const draw = (): void => {
    const rows = logRows(log, level.value as LogLevelChoice, search.value);
    show(none, log.length === 0);
    show(controls, log.length > 0);
    show(scroll, rows.length > 0);
    setText(count, l10n.t('{0} of {1}', rows.length, log.length));
    const wasAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 4;
    const nowMs = Date.now();
    list.replaceChildren(...rows.map((entry) => renderEntry(entry, nowMs)));
    if (wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
  };
  level.addEventListener('change', draw);
  search.addEventListener('input', draw);
  return {
    element: createSection(title, controls, none, scroll, skipped.element),
    update(detail) {
      const now = JSON.stringify([detail?.log, detail?.badLines]);
      if (now === shown) return;
      shown = now;
      log = detail?.log ?? [];
      skipped.update(detail?.badLines ?? []);
      draw();
    },
  };
}

function levelOptions(): readonly HTMLElement[] {
  const levels: Readonly<Record<LogLevelChoice, string>> = {
    all: l10n.t('All levels'),
    warning: l10n.t('Warnings and errors'),
    error: l10n.t('Errors'),
  };
  return Object.entries(levels).map(([value, text]) => create('option', { value }, text));
}

function renderEntry({ time, level, message }: RunDetail['log'][number], nowMs: number): HTMLElement {
  return create(
    'li',
    { 'data-level': level },
    create('time', { datetime: new Date(time).toISOString() }, formatTime(time, nowMs)),
    create('span', { class: 'level' }, level),
    create('span', { class: 'message' }, message),
  );
}

function createSkipped() {
  const summary = create('summary');
  const list = create('ul');
  const element = create('details', { class: 'skipped' }, summary, list);
  return {
    element,
    update(badLines: RunDetail['badLines']) {
      show(element, badLines.length > 0);
      setText(
        summary,
        badLines.length === 1
          ? l10n.t('1 line of the journal could not be read and was skipped')
          : l10n.t('{0} lines of the journal could not be read and were skipped', badLines.length),
      );
      const entries = badLines.map(({ line, reason }) => create('li', {}, l10n.t('Line {0}: {1}', line, reason)));
      list.replaceChildren(...entries);
    },
  };
}
