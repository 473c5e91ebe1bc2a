// The tables of a report: results, figures of IPUs, configuration, environment. Texts are escaped; nothing here is a script.

import { listFacts, listFields } from '../../compare/facts.ts';
import { element, text } from '../../shared/chart-svg/markup.ts';
import { describeMetric } from '../../shared/metrics.ts';
import { describeWorkedTime, formatMetric, formatShare, stateLabels } from '../../shared/run-text.ts';
import { timeText } from '../columns.ts';
import { intervalNote, type ReportedRun } from './content.ts';

/** One line of a table: its head and a text for each run. */
type Line = readonly [head: string, ...cells: (string | null)[]];

const none = '–';

/** What each run is, and how it ended. */
export function renderRuns(runs: readonly ReportedRun[]): string {
  const of = (head: string, cell: (run: ReportedRun['run']) => string | null): Line => [
    head,
    ...runs.map(({ run }) => cell(run)),
  ];
  return table('Runs', runs, [
    of('Run', ({ runId }) => runId),
    of('State', ({ state, step }) => `${stateLabels[state]}, ${step} weight updates`),
    of('Started', ({ startedAt }) => timeText(startedAt)),
    of('Worked', (run) => (run.workedMs === undefined ? null : describeWorkedTime(run))),
    of('Imported from', ({ imported }) => imported ?? null),
    of('Tags', ({ annotations }) => annotations?.tags?.join(', ') ?? null),
    of('Notes', ({ annotations }) => annotations?.notes ?? null),
    of('Failure', ({ error }) => (error ? `${error.message} ${error.hint}` : null)),
  ]);
}

/** Final figures with their intervals. */
export function renderResults(runs: readonly ReportedRun[]): string {
  const names = [...new Set(runs.flatMap(({ run }) => Object.keys(run.results)))].sort();
  if (names.length === 0) return element('p', {}, 'No results.');
  const lines = names.map((name): Line => [describeMetric(name).label, ...runs.map((run) => resultText(run, name))]);
  const known = runs.some(({ intervals }) => Object.keys(intervals).length > 0);
  const reasons = runs.flatMap(({ run, noIntervals }) => (noIntervals === null ? [] : [`${run.name}: ${noIntervals}`]));
  const notes = [
    ...(known ? [intervalNote] : []),
    ...(reasons.length > 0 ? [`No intervals: ${reasons.join('; ')}.`] : []),
  ];
  return table('Results', runs, lines) + notes.map((note) => element('p', { class: 'note' }, text(note))).join('');
}

function resultText({ run, intervals }: ReportedRun, name: string): string | null {
  const value = Object.hasOwn(run.results, name) ? run.results[name] : undefined;
  if (value === undefined) return null;
  const interval = Object.hasOwn(intervals, name) ? intervals[name] : undefined;
  const figure = formatMetric(name, value);
  return interval ? `${figure} (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})` : figure;
}

/** Mean utilisation of each IPU, said to be modelled where it is; nothing for runs without. */
export function renderIpus(runs: readonly ReportedRun[]): string {
  const indices = [...new Set(runs.flatMap(({ curves }) => [...curves.keys()].flatMap((name) => /^ipu\/(\d+)\/utilisation$/.exec(name)?.[1] ?? [])))]; // prettier-ignore
  if (indices.length === 0) return '';
  const lines = indices.sort((a, b) => Number(a) - Number(b)).map((index): Line => [`IPU ${index}, mean utilisation`, ...runs.map((run) => ipuText(run, index))]); // prettier-ignore
  const note = 'Modelled figures follow from the configuration; nothing of them was measured on IPUs.';
  return `${element('h2', {}, 'IPUs')}${table('IPUs', runs, lines)}${element('p', { class: 'note' }, note)}`;
}

function ipuText({ run, curves }: ReportedRun, index: string): string | null {
  const curve = curves.get(`ipu/${index}/utilisation`);
  if (!curve || curve.means.length === 0) return null;
  const mean = curve.means.reduce((sum, value) => sum + value, 0) / curve.means.length;
  return `${formatShare(mean)} (${run.ipuSource === 'device' ? 'measured' : 'modelled'})`;
}

/** Fields of the experiments; of several runs those that differ stand first. */
export function renderConfiguration(runs: readonly ReportedRun[]): string {
  const fields = listFields(runs.map(({ experiment }) => experiment));
  const lines = (differs: boolean): Line[] =>
    fields
      .filter((field) => field.differs === differs)
      .map(({ path, cells }) => [path, ...cells.map((cell) => cell && cell.text)]);
  const all = lines(false);
  const rest = element('details', {}, element('summary', {}, runs.length > 1 ? `Fields that are the same (${all.length})` : `All fields (${all.length})`), table('Configuration', runs, all)); // prettier-ignore
  const differing = lines(true);
  if (runs.length === 1) return rest;
  return (differing.length === 0 ? element('p', {}, 'The configurations are the same.') : table('Differences', runs, differing)) + rest; // prettier-ignore
}

/** Versions, machine and git state. */
export function renderEnvironment(runs: readonly ReportedRun[]): string {
  const facts = listFacts(runs.map(({ environment }) => environment));
  const known = facts.filter(({ values }) => values.some((value) => value !== null));
  if (known.length === 0) return element('p', {}, 'Not recorded.');
  return table('Environment', runs, known.map(({ name, values }): Line => [name, ...values.map((value) => value ?? null)])); // prettier-ignore
}

/** Lines of which no run says anything are left out. */
function table(caption: string, runs: readonly ReportedRun[], lines: readonly Line[]): string {
  const cell = (words: string | null): string => element('td', {}, text(words ?? none));
  const rows = lines
    .filter(([, ...cells]) => cells.some((words) => words !== null))
    .map(([head, ...cells]) => element('tr', {}, element('th', { scope: 'row' }, text(head)), ...cells.map(cell)));
  const heads = runs.map(({ run }) => element('th', { scope: 'col' }, text(run.name)));
  const head = element('thead', {}, element('tr', {}, element('td', {}, ''), ...heads));
  const inner = element('table', {}, element('caption', {}, text(caption)), head, element('tbody', {}, rows.join('')));
  return element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': caption }, inner);
}
