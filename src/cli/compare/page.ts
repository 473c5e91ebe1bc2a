// A comparison of runs as text: what is different in the runs first, then what came out. Pure; nothing is worked out here.

import { showWritten } from '../../config/language/effective.ts';
import { findSecrets } from '../../config/language/secrets.ts';
import { describeMetric } from '../../shared/metrics.ts';
import { formatDuration, formatMetric, formatNumber } from '../../shared/run-text.ts';
import { bootstrapDefaults, type DifferenceEstimate, type MeanEstimate } from '../../shared/statistics/bootstrap.ts';
import { oneLine, renderTable } from '../output.ts';
import { formatCount, wrapText } from '../plan/figures.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { letterOf } from '../../shared/run-letter.ts';

/** The page. */
export function renderComparison(comparison: Comparison): string {
  const sections = [
    renderRuns(comparison),
    renderFields(comparison),
    renderMetrics(comparison),
    renderEstimates(comparison),
    renderPaired(comparison),
    renderEnvironment(comparison),
    ...comparison.notes.map((note) => wrapText(`note: ${oneLine(note)}`, '', '    ')),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderRuns({ runs }: Comparison): string {
  const rows = runs.map(({ runId, name, state, step }, index) => [
    letterOf(index),
    runId,
    oneLine(name).slice(0, 40),
    state,
    String(step),
    index === 0 ? 'baseline' : '',
  ]);
  return renderTable(['', 'RUN', 'EXPERIMENT', 'STATE', 'STEP', ' '], rows, ['STEP']);
}

function renderFields({ runs, fields, unreadable }: Comparison): string {
  if (runs.length - unreadable.length < 2) {
    return `The fields cannot be compared: the experiment of ${unreadable.map(letterOf).join(', ')} cannot be read.`;
  }
  if (fields.length === 0) {
    const except =
      unreadable.length === 0 ? '' : ` but for ${unreadable.map(letterOf).join(', ')}, which cannot be read`;
    return `The experiments are the same in every field${except}.`;
  }
  const rows = fields.map(({ path, values }) => [path, ...values.map((value) => showField(path, value))]);
  return renderTable(['FIELD', ...runs.map((_, index) => letterOf(index))], rows);
}

function showField(path: string, value: unknown): string {
  if (value === undefined) return '?';
  if (findSecrets(JSON.stringify({ [path]: value })).length > 0) return '(looks like a secret)';
  return shorten(oneLine(typeof value === 'string' && value !== '' ? value : showWritten(value)));
}

/** Long values, mostly paths, differ at their ends. */
function shorten(text: string): string {
  return text.length > 36 ? `${text.slice(0, 12)}…${text.slice(-23)}` : text;
}

function renderMetrics({ runs, metrics }: Comparison): string {
  if (metrics.length === 0) return 'None of the runs has results yet.';
  const letters = runs.map((_, index) => letterOf(index));
  const heading = ['RESULT', ...letters.flatMap((letter, index) => (index === 0 ? [letter] : [letter, '']))];
  const rows = metrics.map(({ name, values }) => {
    const cells = values.map((value) => (value === undefined ? '–' : formatMetric(name, value)));
    const deltas = values.map((value) => formatDelta(name, value, values[0]));
    const [first = '', ...rest] = cells;
    const label = oneLine(describeMetric(name).label);
    return [label, first, ...rest.flatMap((cell, index) => [cell, deltas[index + 1] ?? ''])];
  });
  return renderTable(heading, rows, [...letters, '']);
}

/** `+1.5`, in the unit of the figure; empty where one of the two is missing or no number. */
function formatDelta(name: string, value = NaN, baseline = NaN): string {
  const delta = value - baseline;
  if (!Number.isFinite(delta)) return '';
  const { unit } = describeMetric(name);
  const size = Math.abs(delta);
  const text =
    unit === 's'
      ? formatDuration(size * 1000)
      : unit === '%' || unit === 'share'
        ? (unit === 'share' ? 100 * size : size).toFixed(1)
        : formatNumber(size);
  return delta === 0 || text === '0 s' || text === '0.0' ? '=' : `${delta > 0 ? '+' : '−'}${text}`;
}

function renderEstimates({ estimates }: Comparison): string {
  const rows = estimates.flatMap((each, index) => {
    if (each === null) return [];
    const { exactMatch, f1 } = each;
    return [[letterOf(index), formatCount(exactMatch.count), ...showMean(exactMatch), ...showMean(f1)]];
  });
  if (rows.length === 0) return '';
  const percent = `${100 * bootstrapDefaults.level} %`;
  const table = renderTable([' ', 'QUESTIONS', 'EM', percent, 'F1', `${percent} `], rows, ['QUESTIONS', 'EM', 'F1']);
  const resamples = formatCount(bootstrapDefaults.resamples);
  return `Intervals of ${percent}, from ${resamples} resamples of the questions\n${table}`;
}

function showMean({ mean, low, high }: MeanEstimate): [string, string] {
  return [mean.toFixed(1), `${low.toFixed(1)} to ${high.toFixed(1)}`];
}

function renderPaired({ paired }: Comparison): string {
  const rows = paired.flatMap((each, index) => {
    if (each === null) return [];
    const { exactMatch, f1, flips } = each;
    const counts = [flips.gained, flips.lost].map(({ length }) => formatCount(length));
    return [[letterOf(index), formatCount(exactMatch.count), ...showChange(exactMatch), ...showChange(f1), ...counts]];
  });
  if (rows.length === 0) return '';
  const interval = `${100 * bootstrapDefaults.level} %`;
  const heading = [' ', 'QUESTIONS', 'EM', interval, 'P', 'F1', `${interval} `, 'P ', 'NOW RIGHT', 'NOW WRONG'];
  const table = renderTable(heading, rows, ['QUESTIONS', 'EM', 'F1', 'NOW RIGHT', 'NOW WRONG']);
  return `Against A on the same questions; *: the choice of questions hardly explains it (p < 0.05)\n${table}`;
}

function showChange({ difference, low, high, p }: DifferenceEstimate): [string, string, string] {
  const chance = p < 0.001 ? '<0.001' : p.toFixed(3);
  return [signed(difference), `${signed(low)} to ${signed(high)}`, `${chance}${p < 0.05 ? ' *' : ''}`];
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return text === '0.0' ? text : `${value > 0 ? '+' : '−'}${text}`;
}

function renderEnvironment({ runs, environment }: Comparison): string {
  if (environment.length === 0) return 'Commit, versions, execution provider and machine are the same.';
  const rows = environment.map(({ name, values }) => [
    name,
    ...values.map((value) => (value === undefined ? '?' : shorten(oneLine(value)))),
  ]);
  return renderTable(['ENVIRONMENT', ...runs.map((_, index) => letterOf(index))], rows);
}
