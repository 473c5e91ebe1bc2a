// A run whose model is named on the Hub: downloaded by the engine, recorded in the run folder, and not asked for again by the next run.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import { saveCheckpoint } from '../../../src/engine/checkpoint/save.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { bertParameters, initialise } from '../../../src/engine/model/parameters.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { JournalReader } from '../../../src/shared/journal/reader.ts';
import { commit, modelName, startHub, type HubServer } from '../hub/hub-server.ts';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let hub: HubServer;
let files: Map<string, Uint8Array>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-model-'));
  const tiny = { hidden_size: 8, num_hidden_layers: 1, num_attention_heads: 2, intermediate_size: 16, max_position_embeddings: 64, hidden_dropout_prob: 0.2 }; // prettier-ignore
  const config = { ...bertBaseUncased, ...tiny };
  const specs = bertParameters(config);
  const random = new Mt19937(3);
  const path = await saveCheckpoint(folder, 1, {
    config,
    architecture: 'BertModel',
    specs,
    parameters: new Map(specs.map((spec) => [spec.name, initialise(spec, config, random)])),
    vocabularyText: await readFile(join(root, 'samples/vocab.txt'), 'utf8'),
    doLowerCase: true,
  });
  const names = await readdir(path);
  files = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)));
  hub = await startHub(files);
});
after(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

interface Finished {
  readonly run: string;
  readonly code: number;
  readonly output: string;
}

async function train(
  name: string,
  prepare: (run: string) => Promise<void> = () => Promise.resolve(),
): Promise<Finished> {
  const run = join(folder, name);
  await mkdir(run);
  await prepare(run);
  const experiment = resolveExperiment(
    {
      model: { model_name_or_path: modelName, model_revision: 'v1' },
      data: {
        train_file: join(root, 'samples/squad/train-sample.json'),
        max_seq_length: 64,
        doc_stride: 16,
        max_train_samples: 2,
      },
      training: { do_eval: false, max_steps: 1 },
      ipu_config: { layers_per_ipu: [1], gradient_accumulation_steps: 1 },
    },
    join(folder, 'case.ipu.json'),
  );
  await writeFile(join(run, 'experiment.json'), JSON.stringify(experiment));
  const args = [join(root, 'src/engine/main.ts'), 'train', join(run, 'experiment.json'), '--run', run];
  const env = { ...process.env, HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: join(folder, 'cache') };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_, stdout, stderr) =>
      resolve({ run, code: child.exitCode!, output: stdout + stderr }),
    );
  });
}

test('a request to stop during the download ends the run as stopped, and nothing half is kept', async () => {
  const { run, code, output } = await train('stopped', async (path) => {
    await mkdir(join(path, 'control'));
    await writeFile(join(path, 'control/stop'), '');
  });
  assert.equal(code, 0, output);
  const { events } = new JournalReader().push(await readFile(join(run, 'journal.log')));
  const end = events.at(-1);
  assert.ok(end?.kind === 'end' && end.state === 'stopped', JSON.stringify(end));
  assert.ok(!existsSync(join(folder, 'cache/models--someone--tiny/snapshots', commit, 'model.safetensors')));
});

test('the model is downloaded once; model.json and the log say which it was', async () => {
  const first = await train('first');
  assert.equal(first.code, 0, first.output);
  const origin = JSON.parse(await readFile(join(first.run, 'model.json'), 'utf8'));
  const sha256 = createHash('sha256').update(files.get('model.safetensors')!).digest('hex');
  assert.deepEqual(
    [origin.name, origin.revision, origin.commit, origin.weights],
    [modelName, 'v1', commit, [{ file: 'model.safetensors', sha256 }]],
  );
  assert.match(first.output, new RegExp(`commit ${commit}; SHA-256 of model\\.safetensors ${sha256}`));
  assert.match(first.output, /hidden_dropout_prob is 0\.1, as the experiment says; the model’s config\.json has 0\.2/);
  assert.ok((await readdir(join(first.run, 'checkpoints'))).length > 0);
  hub.requests.length = 0;
  const second = await train('second');
  assert.equal(second.code, 0, second.output);
  assert.deepEqual(hub.requests, []);
});
