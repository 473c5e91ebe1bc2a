// What a run folder holds for the run's model card: experiment, results and state as the store has them, environment.json, and the
// modelled utilisation in the journal. What is not there or cannot be read is left out; the experiment has to be there.

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { CardEntry } from '../card/facts.ts';
import type { RunRecord } from '../card/run-facts.ts';
import { parseResolvedExperiment } from '../config/resolved.ts';
import { JournalReader } from '../shared/journal/reader.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { runFiles } from '../shared/run-folder.ts';
import { systemCode } from '../system/errors.ts';
import { readRecordedEnvironment, textOf, valuesOf, type Values } from '../compare/recorded-environment.ts';

/** Gathers what the card of the run follows from. Rejects with an AppError if its experiment cannot be read. */
export async function readRunRecord(run: RunDetail): Promise<RunRecord> {
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
