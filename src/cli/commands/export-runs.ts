// `ipuw export runs|series|report|tensorboard [RUN…]`: runs as files for other programs and people. What stands in them is decided by
// src/exchange/.

import { extname, resolve } from 'node:path';
import { kindOfPath } from '../../config/files.ts';
import { exportRuns } from '../../exchange/export.ts';
import { type ExportFormat, exportFormats } from '../../shared/messages/sharing.ts';
import type { RunSummary } from '../../shared/messages/runs.ts';
import type { Input } from '../command.ts';
import { notAChoice, optionNotForExport, outputExists } from '../errors.ts';
import { findRun } from '../find-run.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { fetchRun, withRuns } from '../session.ts';

/** What runs can be exported as. */
export const runForms = ['runs', 'series', 'report', 'tensorboard'] as const;
type RunForm = (typeof runForms)[number];

/** What the help says of them. */
export const runFormNotes = `runs, series, report, tensorboard [RUN…]: RUN is a run’s id, the beginning of its id, or \`last\`; without one, runs has all runs and the
others the last. runs: one row a run, with results, last values and fields. series: one row a point (run_id, metric, step, time, value, source), all
points; NaN and infinities are the words NaN, Infinity and -Infinity, and a text that a spreadsheet would run as a formula gets an apostrophe. report:
one HTML file, of several runs side by side, that needs neither network nor scripts. tensorboard: event files, a folder for each run; they hold
32-bit floats. Figures of IPUs that were computed are marked as modelled.`;

/** Exports the runs that are meant and prints what was written. */
export function exportRunsAs(kind: RunForm, input: Input): Promise<number> {
  return withRuns(input.text('workspace'), async (all, store, workspace) => {
    const format = formatOf(kind, input);
    const chosen = chooseRuns(kind, input.moreArguments(), all);
    const target = resolve(input.text('output') ?? nameOf(kind, format, chosen));
    const there = await kindOfPath(target);
    if (!input.isSet('force') && there !== 'missing' && !(kind === 'tensorboard' && there === 'folder'))
      throw outputExists(target);
    const runs = [];
    for (const { runId } of chosen) runs.push(await fetchRun(store, runId, workspace));
    const { files, notices } = await exportRuns({ kind, format, runs, target });
    if (input.isSet('json')) printJson({ kind, runs: chosen.map(({ runId }) => runId), files, notices });
    else for (const file of files) print(oneLine(file));
    if (!input.isSet('json')) for (const notice of notices) note(oneLine(notice));
    return 0;
  });
}

function chooseRuns(kind: RunForm, wanted: readonly string[], all: readonly RunSummary[]): readonly RunSummary[] {
  if (wanted.length === 0) return kind === 'runs' ? all : [findRun('last', all)];
  const named = wanted.map((each) => findRun(each, all));
  return named.filter((run, at) => named.indexOf(run) === at);
}

/** As given, as the file's name ends, or CSV. */
function formatOf(kind: RunForm, input: Input): ExportFormat {
  const given = input.text('format');
  if (kind !== 'runs' && kind !== 'series') {
    if (given !== undefined) throw optionNotForExport('format', kind);
    return 'csv';
  }
  const format = exportFormats.find((each) => each === (given ?? extname(input.text('output') ?? '').slice(1)));
  if (format === undefined && given !== undefined) throw notAChoice('format', given, exportFormats);
  return format ?? 'csv';
}

function nameOf(kind: RunForm, format: ExportFormat, runs: readonly RunSummary[]): string {
  const subject = runs.length === 1 ? runs[0]!.runId : `${runs.length}-runs`;
  if (kind === 'tensorboard') return 'tensorboard';
  if (kind === 'report') return `${subject}.html`;
  return kind === 'runs' ? `runs.${format}` : `${subject}-series.${format}`;
}
