// `ipuw card` as a user calls it, on a real run of the engine; its card as huggingface_hub reads it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { findReferencePython } from '../../scripts/bench/reference.ts';
import { parseModelCard } from '../../src/card/parse.ts';
import { renderModelCard } from '../../src/card/render.ts';
import type { CardFacts } from '../../src/card/facts.ts';
import { hostileFacts } from '../card/hostile.ts';
import { createRandom } from '../support/random.ts';
import { ipuw } from './ipuw.ts';

const samples = join(import.meta.dirname, '../../samples');

/** A Python that has huggingface_hub, or why there is none. */
async function findPython(): Promise<{ readonly path: string } | { readonly reason: string }> {
  try {
    const path = findReferencePython(process.env['IPUW_REFERENCE_PYTHON']);
    await promisify(execFile)(path, ['-c', 'import huggingface_hub']);
    return { path };
  } catch (error) {
    return {
      reason: `no Python with huggingface_hub: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    };
  }
}

const python = await findPython();
const skip = 'reason' in python ? python.reason : false;

/** What huggingface_hub makes of cards: the front matter as it is, and the results as it lists them. */
async function readWithHub(folder: string, cards: readonly string[]): Promise<readonly HubCard[]> {
  const file = join(folder, 'cards.json');
  await writeFile(file, JSON.stringify(cards));
  const script = `
import dataclasses, json, sys, yaml
from huggingface_hub import ModelCard
from huggingface_hub.repocard import REGEX_YAML_BLOCK
def read(text):
    block = REGEX_YAML_BLOCK.search(text)
    data = ModelCard(text).data
    results = [dataclasses.asdict(each) for each in data.eval_results or []]
    return {"yaml": yaml.safe_load(block.group(2)) if block else None, "name": data.model_name, "results": results}
print(json.dumps([read(text) for text in json.load(open(sys.argv[1], encoding="utf-8"))]))`;
  const { stdout } = await promisify(execFile)('path' in python ? python.path : '', ['-c', script, file], { maxBuffer: 1 << 26 }); // prettier-ignore
  return JSON.parse(stdout) as readonly HubCard[];
}

interface HubCard {
  readonly yaml: unknown;
  readonly name: string | null;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

interface Written {
  readonly file: string;
  readonly facts: CardFacts;
}

let folder: string;
let runFolder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-card-'));
  await mkdir(join(folder, '.vscode'));
  const experiment = {
    description: 'Is "# this" a <b>card</b>?',
    model: { vocab_file: join(samples, 'vocab.txt'), hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 32, max_position_embeddings: 256 }, // prettier-ignore
    data: { train_file: join(samples, 'squad/train-sample.json'), validation_file: join(samples, 'squad/dev-sample.json'), max_seq_length: 256, doc_stride: 64, max_train_samples: 16, max_eval_samples: 9 }, // prettier-ignore
    training: { max_steps: 3, per_device_train_batch_size: 2, per_device_eval_batch_size: 8 },
    ipu_config: { layers_per_ipu: [1, 1], gradient_accumulation_steps: 3 },
  };
  await writeFile(join(folder, 'tiny.ipu.json'), JSON.stringify(experiment));
  const trained = await ipuw(folder, 'train', 'tiny.ipu.json', '--json');
  assert.equal(trained.exitCode, 0, trained.stderr);
  runFolder = (JSON.parse(trained.stdout) as { folder: string }).folder;
});
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

describe('ipuw card', () => {
  it('is there when the run has completed, beside the results and in the last checkpoint, and is not written over', async () => {
    const file = join(runFolder, 'results/README.md');
    const card = await readFile(file, 'utf8');
    assert.equal(await readFile(join(runFolder, 'checkpoints/checkpoint-3/README.md'), 'utf8'), card);
    const written = await ipuw(folder, 'card', 'last');
    assert.deepEqual([written.exitCode, written.stdout], [0, `${file}`]);
    assert.equal(await readFile(file, 'utf8'), card, 'the same run has the same card');
    assert.ok(!card.includes(folder) && !card.includes(samples), 'no folder of this machine is in it');
    await writeFile(file, `${card}\nLicense: mine\n`);
    const again = await ipuw(folder, 'card', 'last');
    assert.equal(again.exitCode, 1);
    assert.match(again.stderr, /README\.md exists already\.\nhint: .*--force/);
    assert.equal((await ipuw(folder, 'card', 'last', '--force')).exitCode, 0);
    assert.equal(await readFile(file, 'utf8'), card);
  });

  it('holds the facts of the run', async () => {
    const { stdout, stderr, exitCode } = await ipuw(folder, 'card', 'last', '--json', '--output', 'card.md');
    assert.equal(exitCode, 0, stderr);
    const { file, facts } = JSON.parse(stdout) as Written;
    assert.equal(file, join(folder, 'card.md'));
    assert.deepEqual(parseModelCard(await readFile(file, 'utf8')).facts, facts);
    const results = JSON.parse(await readFile(join(runFolder, 'results/all_results.json'), 'utf8')) as object;
    assert.deepEqual(facts.results, results);
    const { versions } = JSON.parse(await readFile(join(runFolder, 'environment.json'), 'utf8')) as { versions: Record<string, string> }; // prettier-ignore
    assert.deepEqual(facts.versions.map(({ text }) => text), [versions['workbench'], versions['onnxruntime'], versions['node']]); // prettier-ignore
    assert.deepEqual(facts.description, ['Is "# this" a <b>card</b>?']);
    assert.equal(facts.modelled.length, 2);
    assert.ok(facts.hyperparameters.some(({ name, text }) => name === 'training_steps' && text === '3'));
    assert.ok(facts.notInCommand.some(({ name, text }) => name === 'model.hidden_size' && text === '16'));
  });

  it('is read by huggingface_hub with its model-index', { skip }, async () => {
    const { stdout } = await ipuw(folder, 'card', 'last', '--json', '--output', 'hub.md');
    const { file, facts } = JSON.parse(stdout) as Written;
    const [card] = await readWithHub(folder, [await readFile(file, 'utf8')]);
    assert.equal(card?.name, 'tiny');
    const seen = card.results.map((result) => [result['task_type'], result['dataset_name'], result['dataset_type'], result['dataset_split'], result['metric_type'], result['metric_value'], result['verified']]); // prettier-ignore
    const dataset = ['question-answering', 'dev-sample.json (first 9 examples)', 'json', 'validation'];
    assert.deepEqual(seen, [
      [...dataset, 'exact_match', facts.results?.['eval_exact_match'], null],
      [...dataset, 'f1', facts.results?.['eval_f1'], null],
    ]);
  });

  it('the front matter of hostile names is for PyYAML what was meant', { skip }, async () => {
    const random = createRandom(21);
    const facts = Array.from({ length: 300 }, () => hostileFacts(random));
    const cards = await readWithHub(folder, facts.map(renderModelCard));
    for (const [at, { metadata }] of facts.entries()) {
      const { license, tags, datasets, baseModels, pipelineTag, metrics, modelIndex, other } = metadata;
      const some = (list: readonly unknown[]): unknown => (list.length === 0 ? undefined : list);
      const meant = {
        ...other,
        ...{ license: license ?? undefined, pipeline_tag: pipelineTag ?? undefined },
        ...{ tags: some(tags), datasets: some(datasets), metrics: some(metrics) },
        base_model: baseModels.length === 1 ? baseModels[0] : some(baseModels),
        'model-index': modelIndex === null ? undefined : [modelIndex],
      };
      const said = Object.entries(meant).filter(([, value]) => value !== undefined);
      assert.deepEqual(cards[at]?.yaml, said.length === 0 ? null : Object.fromEntries(said), `card ${at}`);
    }
  });

  it('of a run whose process is gone it says so, without results', async () => {
    const workspace = join(folder, 'lost');
    await cp(runFolder, join(workspace, '.ipu/runs', runFolder.split(/[\\/]/).at(-1)!), { recursive: true });
    const journal = join(workspace, '.ipu/runs', runFolder.split(/[\\/]/).at(-1)!, 'journal.log');
    const lines = (await readFile(journal, 'utf8')).split('\n').filter((line) => !line.includes('"kind":"end"'));
    await writeFile(journal, lines.join('\n'));
    const { stdout, stderr } = await ipuw(
      folder,
      'card',
      'last',
      '--workspace',
      workspace,
      '--json',
      '--output',
      'lost.md',
    );
    assert.notEqual(stdout, '', stderr);
    const { facts } = JSON.parse(stdout) as Written;
    assert.deepEqual(
      [facts.unfinished, facts.results, facts.metadata.modelIndex?.results],
      [{ state: 'lost', step: 3 }, null, []],
    );
  });
});
