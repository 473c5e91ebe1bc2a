// One run as JSON and as text, the same for `show` and at the end of `train`.

import type { RunDetail } from '../shared/messages/runs.ts';
import { isActive } from '../shared/run-state.ts';
import { describeMetric } from '../shared/metrics.ts';
import { describeActivity, describeWorkedTime, formatMetric, stateLabels } from '../shared/run-text.ts';
import { oneLine, renderPairs } from './output.ts';

/** The JSON value of `ipuw show --json`: the run in full; `error` is there in every run. */
export function runAsJson(run: RunDetail): unknown {
  return { ...run, error: run.error ?? null };
}

/** Everything worth knowing of a run, several lines. */
export function renderRun(run: RunDetail): string {
  const { name, runId, error, log, badLines } = run;
  const sections = [`${oneLine(name)}  ${runId}`, renderPairs(listFacts(run))];
  if (error) sections.push(`  ${oneLine(error.message)}\n  hint: ${oneLine(error.hint)}`);
  if (Object.keys(run.results).length > 0) sections.push(`Results\n${renderFigures(run.results)}`);
  if (Object.keys(run.latest).length > 0) sections.push(`Latest values\n${renderFigures(run.latest)}`);
  const checkpoints = run.checkpoints.map(({ step, path }) => [`step ${step}`, oneLine(path)] as const);
  if (checkpoints.length > 0) sections.push(`Checkpoints\n${renderPairs(checkpoints)}`);
  if (log.length > 0)
    sections.push(`Log\n${log.map(({ level, message }) => `  ${level}: ${oneLine(message)}`).join('\n')}`);
  const bad = badLines.map(({ line, reason }) => [`line ${line}`, oneLine(reason)] as const);
  if (bad.length > 0) sections.push(`Journal lines that could not be read\n${renderPairs(bad)}`);
  return sections.join('\n\n');
}

function listFacts(run: RunDetail): [string, string][] {
  const activity = isActive(run.state) ? describeActivity(run) : '';
  const state = stateLabels[run.state];
  const hasBegun = run.workedMs !== undefined;
  const times: [string, string][] = [
    ['Started', formatTime(run.startedAt)],
    [isActive(run.state) ? 'Last event' : 'Ended', formatTime(run.lastEventAt)],
    ['Duration', describeWorkedTime(run)],
  ];
  return [
    ['State', activity === '' || activity === run.state ? state : `${state}: ${activity}`],
    ...(hasBegun ? times : []),
    ['Step', String(run.step)],
    ['Points', String(run.points)],
    ['Folder', oneLine(run.folder)],
  ];
}

/** Metrics by what they are called, rounded for people. */
export function renderFigures(figures: Readonly<Record<string, number>>): string {
  return renderPairs(Object.entries(figures).map(renderFigure));
}

function renderFigure([name, value]: [string, number]): readonly [string, string] {
  return [oneLine(describeMetric(name).label), formatMetric(name, value)];
}

/** `2026-01-31 14:05:09`, in local time. */
export function formatTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
