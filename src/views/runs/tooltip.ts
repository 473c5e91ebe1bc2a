// What the tree says of a run or a group when it is pointed at, as Markdown: a table of its state, times and figures, and the notes.

import * as l10n from '@vscode/l10n';
import type { ImportSource, RunSummary } from '../../shared/messages/runs.ts';
import { describeMetric, metrics, taskScores } from '../../shared/metrics.ts';
import type { RunGroup } from '../../shared/run-groups.ts';
import { describeRun, describeTimes, formatMetric, stateLabels, stateWords } from '../../shared/run-text.ts';
import { escapeMarkdown, markdownTable } from '../markdown.ts';

/** Longer notes are for the document that holds them. */
const longestNotes = 500;

const importSources: Readonly<Record<ImportSource, () => string>> = {
  'model-card': () => l10n.t('model card'),
  tensorboard: () => 'TensorBoard',
  'trainer-state': () => 'trainer_state.json',
};

/** A run: what it is, how it goes, what the user says of it. */
export function describeRunTooltip(run: RunSummary, nowMs: number): string {
  const { tags = [], notes = '' } = run.annotations ?? {};
  const rows: (readonly [string, string])[] = [
    [l10n.t('State'), describeState(run)],
    [l10n.t('Time'), escapeMarkdown(describeTimes(run, new Date(run.startedAt).toLocaleString(), nowMs))],
    ...listFigures(run),
    ...(run.source === undefined ? [] : [[l10n.t('Experiment'), escapeMarkdown(run.source)] as const]),
    ...(tags.length === 0 ? [] : [[l10n.t('Tags'), tags.map(escapeMarkdown).join(', ')] as const]),
    [l10n.t('Run'), escapeMarkdown(run.runId)],
  ];
  const failure = run.error ? [`**${escapeMarkdown(run.error.message)}** ${escapeMarkdown(run.error.hint)}`] : [];
  const noted = notes.trim() === '' ? [] : [escapeMarkdown(shortenNotes(notes))];
  return [`**${escapeMarkdown(run.name)}**`, markdownTable(rows), ...failure, ...noted].join('\n\n');
}

/** Runs that are shown together. */
export function describeGroupTooltip({ name, sweepId }: RunGroup, description: string): string {
  const id = sweepId === undefined ? [] : [escapeMarkdown(sweepId)];
  return [`**${escapeMarkdown(name)}**`, escapeMarkdown(description), ...id].join('\n\n');
}

function describeState(run: RunSummary): string {
  const state = stateLabels[run.state];
  if (run.imported !== undefined) return escapeMarkdown(l10n.t('Imported from {0}', importSources[run.imported]()));
  const said = describeRun(run);
  return escapeMarkdown(said === '' || said === stateWords[run.state] ? state : `${state} · ${said}`);
}

/** The last loss with its least, and every score. */
function listFigures({ latest, ranges, results }: RunSummary): (readonly [string, string])[] {
  const loss = latest['loss'];
  const least = ranges?.['loss']?.min;
  const best = least === undefined ? '' : ` (${l10n.t('best {0}', formatMetric('loss', least))})`;
  const losses = loss === undefined ? [] : [[metrics.loss.label, `${formatMetric('loss', loss)}${best}`] as const];
  const names = Object.keys(taskScores).map((name) => `eval_${name}`);
  const scores = names.flatMap((name) => {
    const value = results[name];
    return value === undefined ? [] : [[describeMetric(name).label, formatMetric(name, value)] as const];
  });
  return [...losses, ...scores].map(([name, value]) => [escapeMarkdown(name), escapeMarkdown(value)]);
}

function shortenNotes(notes: string): string {
  const all = [...notes];
  return all.length > longestNotes ? `${all.slice(0, longestNotes).join('')}…` : notes;
}
