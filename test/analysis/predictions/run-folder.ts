// Run folders with the predictions of test/fixtures/squad, for tests of what is made of them.

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import type { SquadExample } from '../../../src/engine/data/squad.ts';
import { parseSquad } from '../../../src/engine/data/squad.ts';
import { scoreV1, scoreV2 } from '../../../src/engine/eval/squad-metric.ts';
import type { PredictionSource } from '../../../src/shared/messages/predictions.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/squad/', import.meta.url));

/** A fixture's text. */
export function readFixture(name: string): Promise<string> {
  return readFile(join(fixtures, name), 'utf8');
}

/** Ten questions and what run_qa.py predicted. */
export interface RunFiles {
  readonly folder: string;
  readonly dataset: string;
  readonly predictionsFile: string;
  readonly nBestFile: string;
  readonly examples: readonly SquadExample[];
  readonly predictions: ReadonlyMap<string, string>;
  /** With the figures that the predictions give. */
  readonly source: PredictionSource;
}

export interface RunOptions {
  readonly version2?: boolean;
  readonly experiment?: PartialExperiment;
  /** Answers in place of the fixture's. */
  readonly change?: (predictions: Map<string, string>) => void;
}

/** Makes a temporary folder, which goes with the test. */
export async function makeFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-predictions-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

/** Writes a run that has been evaluated. */
export async function makeRun(t: Pick<TestContext, 'after'>, options: RunOptions = {}): Promise<RunFiles> {
  const { version2 = false, experiment = {}, change } = options;
  const folder = await makeFolder(t);
  const results = join(folder, 'results');
  await mkdir(results);
  const dataset = join(folder, 'dev.json');
  const text = await readFixture('dev-10.json');
  await writeFile(dataset, text);
  const suffix = version2 ? '-v2' : '';
  const predictions = new Map(
    Object.entries(JSON.parse(await readFixture(`eval_predictions${suffix}.json`)) as Record<string, string>),
  );
  change?.(predictions);
  const data = { validation_file: dataset, version_2_with_negative: version2, ...experiment.data };
  const resolved = resolveExperiment({ ...experiment, data }, join(folder, 'test.ipu.json'));
  await writeFile(join(folder, 'experiment.json'), JSON.stringify(resolved));
  const [predictionsFile, nBestFile] = ['eval_predictions.json', 'eval_nbest_predictions.json'].map((name) =>
    join(results, name),
  ) as [string, string];
  await writeFile(predictionsFile, JSON.stringify(Object.fromEntries(predictions), null, 4));
  await writeFile(nBestFile, await readFixture(`eval_nbest_predictions${suffix}.json`));
  if (version2) await writeFile(join(results, 'eval_null_odds.json'), await readFixture('eval_null_odds.json'));
  const { examples } = parseSquad(text, dataset, { version2 });
  const { figures } = (version2 ? scoreV2 : scoreV1)(examples, predictions);
  const recorded = Object.fromEntries(Object.entries(figures).map(([name, value]) => [`eval_${name}`, value]));
  return { folder, dataset, predictionsFile, nBestFile, examples, predictions, source: { folder, results: recorded } };
}
