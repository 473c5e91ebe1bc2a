// What a run folder holds for the run's model card: experiment, results and state as the caller knows them, environment.json, the modelled
// utilisation in the journal, and the text of the card that an imported run was made of. What is not there or cannot be read is left
// out; the experiment has to be there. The only file of this folder that looks at a disk.

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecordedEnvironment, textOf, valuesOf, type Values } from '../compare/recorded-environment.ts';
import type { Notice } from '../config/import/notices.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import { JournalReader } from '../shared/journal/reader.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { systemCode } from '../system/errors.ts';
import type { CardEntry, CardFacts } from './facts.ts';
import { parseModelCard } from './parse.ts';
import { cardFactsOf, type RunRecord } from './run-facts.ts';

/** What has to be known of a run for its card. */
export type CardedRun = Pick<RunDetail, 'experiment' | 'state' | 'step' | 'results' | 'folder'>;

/** More than any model card has. */
const mostImportedBytes = 64 * 1024 * 1024;

/**
 * The facts of the run's card and what is to be told of them. A run that was made of a card has what that says, with the results that its
 * journal holds. Rejects with an AppError if the run's experiment cannot be read.
 */
export async function collectCardFacts(
  run: CardedRun,
): Promise<{ readonly facts: CardFacts; readonly notices: readonly Notice[] }> {
  const text = await readImportedCard(run.folder);
  if (text === undefined) return cardFactsOf(await readRunRecord(run));
  const { facts, notices } = parseModelCard(text);
  const isKnown = Object.keys(run.results).length > 0;
  return { facts: { ...facts, results: isKnown ? run.results : facts.results }, notices };
}

/** Gathers what the card of the run follows from. Rejects with an AppError if its experiment cannot be read. */
async function readRunRecord(run: CardedRun): Promise<RunRecord> {
  const { experiment, state, step, results, folder } = run;
  const environment = await readRecordedEnvironment(folder);
  return {
    experiment: parseResolvedExperiment(experiment),
    state,
    step,
    results,
    versions: versionsOf(environment),
    machine: machineOf(environment),
    modelledUtilisation: await readUtilisation(join(folder, runFiles.journal)),
  };
}

/** The card that the run was made of, to the letter; undefined if it was made of none. */
async function readImportedCard(folder: string): Promise<string | undefined> {
  const path = join(folder, runFiles.imported);
  try {
    if ((await stat(path)).size > mostImportedBytes) return undefined;
    const { source, text } = valuesOf(JSON.parse(await readFile(path, 'utf8')));
    return source === 'model-card' ? textOf(text) : undefined;
  } catch {
    return undefined;
  }
}

function versionsOf(environment: Values): readonly CardEntry[] {
  const versions = valuesOf(environment['versions']);
  const names = { workbench: 'IPU Workbench', onnxruntime: 'ONNX Runtime', node: 'Node.js' };
  return Object.entries(names).flatMap(([key, name]) => {
    const text = textOf(versions[key]);
    return text === undefined ? [] : [{ name, text }];
  });
}

function machineOf(environment: Values): string | null {
  const { model, count } = valuesOf(environment['cpu']);
  const { platform, arch } = valuesOf(environment['system']);
  const processor = textOf(model);
  if (processor === undefined) return null;
  const system = [textOf(platform), textOf(arch)].filter((part) => part !== undefined).join(' ');
  return `${typeof count === 'number' ? `${count} × ` : ''}${processor}${system === '' ? '' : `, ${system}`}`;
}

/** Of each IPU the mean of all modelled samples; none if there are none, or if they were measured. */
async function readUtilisation(journal: string): Promise<readonly number[]> {
  const sums: { sum: number; count: number }[] = [];
  const reader = new JournalReader();
  try {
    for await (const chunk of createReadStream(journal)) {
      for (const event of reader.push(chunk as Uint8Array).events) {
        if (event.kind !== 'ipu' || event.source !== 'model') continue;
        for (const { index, utilisation } of event.devices) {
          const { sum, count } = sums[index] ?? { sum: 0, count: 0 };
          sums[index] = { sum: sum + utilisation, count: count + 1 };
        }
      }
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  return Array.from(sums, (each) => (each === undefined ? 0 : each.sum / each.count));
}
