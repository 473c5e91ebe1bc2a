// A model card imported as a run: what its folder holds, and that the card of that run is the card again, fact by fact.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { parseModelCard } from '../../src/card/parse.ts';
import { renderModelCard } from '../../src/card/render.ts';
import { collectCardFacts } from '../../src/card/run-folder.ts';
import { parseResolvedExperiment } from '../../src/config/resolved.ts';
import { importCard } from '../../src/exchange/import/card.ts';
import type { RunState } from '../../src/shared/run-state.ts';
import { readEvents } from './journal.ts';

const cards = join(import.meta.dirname, '../fixtures/cards');
let folder: string;
let runs: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-card-import-'));
  runs = join(folder, 'runs');
  await mkdir(runs);
});
after(() => rm(folder, { recursive: true }));

/** The facts of the card that the run's folder gives, by its journal. */
async function exportAgain(runFolder: string) {
  const events = await readEvents(runFolder);
  const results = Object.assign({}, ...events.map((event) => (event.kind === 'result' ? event.values : {}))) as Record<string, number>; // prettier-ignore
  const state = events.flatMap((event) => (event.kind === 'end' ? [event.state] : [])).at(-1) as RunState;
  const experiment: unknown = JSON.parse(await readFile(join(runFolder, 'experiment.json'), 'utf8'));
  const { facts } = await collectCardFacts({ experiment, state, step: 0, results, folder: runFolder });
  return parseModelCard(renderModelCard(facts));
}

for (const name of ['bert-base-uncased-squad', 'bert-large-uncased-squad'])
  it(`${name}: imported as a run and exported again, the card has the same facts`, async () => {
    const file = join(cards, `${name}.md`);
    const original = parseModelCard(await readFile(file, 'utf8'));
    const { folder: runFolder, isNew } = await importCard(file, runs);
    assert.ok(isNew);
    assert.deepEqual(await exportAgain(runFolder), original);
  });

it('bert-base-uncased-squad: recipe, results, environment and state are those of the card', async () => {
  const file = join(cards, 'bert-base-uncased-squad.md');
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  const { folder: runFolder, name, notices } = await importCard(file, elsewhere);
  assert.equal(name, 'Graphcore/bert-base-uncased-squad');
  const read = async (each: string): Promise<unknown> => JSON.parse(await readFile(join(runFolder, each), 'utf8'));
  const { training, data, model, ipu_config: ipu } = parseResolvedExperiment(await read('experiment.json'));
  assert.deepEqual(
    [model.model_name_or_path, data.dataset_name, data.max_seq_length, data.doc_stride],
    ['Graphcore/bert-base-uncased', 'squad', 384, 128],
  );
  assert.deepEqual(
    [training.learning_rate, training.warmup_ratio, training.num_train_epochs, training.per_device_train_batch_size],
    [9e-5, 0.2, 3, 2],
    'where the card contradicts itself, the command counts',
  );
  assert.deepEqual(
    [ipu.ipu_config_name, ipu.replication_factor, ipu.gradient_accumulation_steps, ipu.embedding_serialization_factor],
    ['Graphcore/bert-base-ipu', 4, 16, 2],
  );
  const told = notices.filter(({ kind }) => kind === 'contradiction').map((each) => each.name);
  assert.ok(told.includes('learning_rate') && told.includes('warmup_ratio'), told.join(', '));
  const events = await readEvents(runFolder);
  assert.deepEqual(
    events.filter(({ kind }) => kind !== 'log').map(({ n: _, time: __, ...body }) => body),
    [
      { kind: 'result', values: { epoch: 3, eval_exact_match: 81.79754020813624, eval_f1: 88.84840994541061, eval_samples: 10784 } }, // prettier-ignore
      { kind: 'end', state: 'completed' },
    ],
  );
  assert.ok(events.some((event) => event.kind === 'log' && event.level === 'warning' && /6e-05/.test(event.message)));
  const record = (await read('imported.json')) as Record<string, unknown>;
  assert.deepEqual([record['source'], record['file'], record['text']], ['model-card', file, await readFile(file, 'utf8')]); // prettier-ignore
  const { versions, machine } = (await read('environment.json')) as Record<string, Record<string, unknown>>;
  assert.equal(versions?.['Transformers'], '4.18.0.dev0');
  assert.equal(machine?.['device'], '16 Graphcore Mk2 IPUs');
});

it('the same card twice is one run', async () => {
  const file = join(cards, 'bert-base-uncased-squad.md');
  const again = await importCard(file, runs);
  assert.ok(!again.isNew);
  assert.equal((await readdir(runs)).length, 2, 'both cards, once');
});

it('a card of a run that did not end is a stopped run', async () => {
  const { facts } = parseModelCard(await readFile(join(cards, 'bert-base-uncased-squad.md'), 'utf8'));
  const file = join(folder, `it's "quoted".md`);
  await writeFile(file, renderModelCard({ ...facts, results: null, unfinished: { state: 'failed', step: 7 } }));
  const { folder: runFolder } = await importCard(file, runs);
  const events = await readEvents(runFolder);
  assert.deepEqual(events.at(-1)?.kind === 'end' && events.at(-1), { ...events.at(-1), kind: 'end', state: 'stopped' });
  const { facts: again } = await exportAgain(runFolder);
  assert.deepEqual([again.unfinished, again.results], [{ state: 'failed', step: 7 }, null]);
});

it('a text that says nothing of a run is refused, and leaves nothing behind', async () => {
  const before = await readdir(runs);
  const file = join(folder, 'notes.md');
  await writeFile(file, '# Notes\n\nBuy milk.\n');
  await assert.rejects(importCard(file, runs), { code: 'no-run-to-import' });
  await assert.rejects(importCard(join(folder, 'absent.md'), runs), { code: 'import-not-readable' });
  assert.deepEqual(await readdir(runs), before);
});
