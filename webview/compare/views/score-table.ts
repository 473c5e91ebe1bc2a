// EM and F1 of each run with intervals, and against the baseline in words. One line a run.

import * as l10n from '@vscode/l10n';
import { create } from '../../common/dom.ts';
import type { Highlight } from '../highlight.ts';
import type { DifferenceWords, ScoreLine, ScoreWords } from '../models/verdicts.ts';
import { runMark } from './run-mark.ts';

export interface ScoreTable {
  readonly element: HTMLElement;
  update(lines: readonly ScoreLine[]): void;
}

export function createScoreTable(highlight: Highlight): ScoreTable {
  const label = l10n.t('Scores with intervals');
  const element = create('div', {
    class: 'table-scroll score-table',
    role: 'region',
    tabindex: 0,
    'aria-label': label,
  });
  let shown = '';
  return {
    element,
    update(lines) {
      const now = JSON.stringify([document.body.className, lines]);
      if (now === shown) return;
      shown = now;
      element.replaceChildren(...(lines.length === 0 ? [] : [renderTable(lines, highlight)]));
    },
  };
}

function renderTable(lines: readonly ScoreLine[], highlight: Highlight): HTMLElement {
  const heads = [
    l10n.t('Run'),
    l10n.t('Questions'),
    l10n.t('EM'),
    l10n.t('EM against the baseline'),
    l10n.t('F1'),
    l10n.t('F1 against the baseline'),
  ];
  const head = create('thead', {}, create('tr', {}, ...heads.map((text) => create('th', { scope: 'col' }, text))));
  const rows = lines.map((line) => {
    const row = renderLine(line);
    highlight.attach(row, () => line.run.runId);
    return row;
  });
  return create('table', {}, head, create('tbody', {}, ...rows));
}

function renderLine({ run, scores, against, questions, note }: ScoreLine): HTMLElement {
  const name = create('span', { class: 'head-name', title: run.name }, run.name);
  const notes = note === '' ? [] : [create('p', { class: 'hint line-note' }, note)];
  const first = create('th', { scope: 'row' }, create('div', { class: 'line-name' }, runMark(run), name), ...notes);
  const cells = [
    create('td', {}, questions),
    scoreCell(scores?.exactMatch),
    differenceCell(against?.exactMatch, run.isBaseline),
    scoreCell(scores?.f1),
    differenceCell(against?.f1, run.isBaseline),
  ];
  return create('tr', { 'data-run': run.runId }, first, ...cells);
}

function scoreCell(words: ScoreWords | undefined): HTMLElement {
  if (!words) return create('td', {}, '–');
  return create(
    'td',
    {},
    create('span', { class: 'value' }, words.mean),
    create('span', { class: 'delta' }, words.interval),
  );
}

function differenceCell(words: DifferenceWords | undefined, isBaseline: boolean): HTMLElement {
  if (!words) return create('td', {}, isBaseline ? create('span', { class: 'hint' }, l10n.t('baseline')) : '–');
  return create(
    'td',
    { 'data-verdict': words.verdict },
    create('span', { class: 'value' }, words.difference),
    create('span', { class: 'delta' }, words.interval),
    create('span', { class: 'verdict' }, words.words),
  );
}
