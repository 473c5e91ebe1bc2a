// An experiment file with a sweep on disk → the runs it stands for, each checked as if its values were written in the file.
// One run that cannot be launched keeps the whole sweep from being launched.

import { applyEdits, modify } from 'jsonc-parser';
import { resolve } from 'node:path';
import { locateField } from './edit.ts';
import { examineExperiment, loadExperiment, readExperimentText } from './load.ts';
import { indexLines, type Problem } from './problem.ts';
import { settleExperiment } from './settle.ts';
import { noSweep, sweepRunInvalid } from './sweep-errors.ts';
import { expandSweep, isSweep, type Setting, type SweepRun } from './sweep.ts';

/** A sweep that can be launched. */
export interface LoadedSweep {
  /** The experiment's name. */
  readonly name: string;
  /** The experiment file, as an absolute path. */
  readonly file: string;
  readonly concurrency: number;
  readonly runs: readonly SweepRun[];
}

/**
 * Reads the experiment file and expands its sweep. Throws an AppError that names the run if one could not be launched; `onWarnings`
 * gets what is odd about the file itself but can run.
 */
export async function loadSweep(
  filePath: string,
  onWarnings?: (warnings: readonly Problem[]) => void,
): Promise<LoadedSweep> {
  const file = resolve(filePath);
  // What is wrong with the sweep itself is thrown below.
  const base = await loadExperiment(file, (warnings) => {
    const others = warnings.filter(({ code }) => !code.startsWith('sweep-'));
    if (others.length > 0) onWarnings?.(others);
  });
  if (!isSweep(base)) throw noSweep(file);
  const text = await readExperimentText(file);
  // Each run without the sweep: looked at in all of a thousand runs, a thousand combinations would be a million.
  const single = applyEdits(text, modify(text, ['sweep'], undefined, {}));
  const runs: SweepRun[] = [];
  for (const { label, settings } of expandSweep(base)) {
    const { experiment, problems } = await examineExperiment(withSettings(single, settings), file);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw sweepRunInvalid(file, placeOf(text), label, errors);
    // The run is one experiment, not a sweep.
    runs.push({
      label,
      experiment: { ...experiment, name: `${base.name}: ${label}`, sweep: settleExperiment({}).sweep },
    });
  }
  return { name: base.name, file, concurrency: base.sweep.concurrency, runs };
}

/** The text with these values written in; relative paths in it mean what they meant. */
function withSettings(text: string, settings: readonly Setting[]): string {
  return settings.reduce((edited, { field, value }) => {
    return applyEdits(edited, modify(edited, field.split('.'), value, {}));
  }, text);
}

/** `:<line>:<column>` of the parameters in the file; nothing if they are inherited. */
function placeOf(text: string): string {
  const found = locateField(text, 'sweep.parameters') ?? locateField(text, 'sweep');
  if (found === undefined) return '';
  const { line, column } = indexLines(text)(found.offset);
  return `:${line}:${column}`;
}
