// Trying out execution providers: a measurement in another process, and every way in which that process can fail.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { providerFailed } from '../../../src/engine/exec/errors.ts';
import { HostDevice } from '../../../src/engine/exec/host-device.ts';
import { listProviders } from '../../../src/engine/exec/open-device.ts';
import { answerProbe, probe } from '../../../src/engine/exec/probe.ts';
import { openFastest, requireProvider } from '../../../src/engine/run/choose-device.ts';
import { executionProviders } from '../../../src/shared/execution-provider.ts';
import { buildTrainingGraph } from '../../../src/engine/model/graphs.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import { config, heads } from './tiny-training.ts';

const engine = join(import.meta.dirname, '../../../src/engine/main.ts');
const { graph } = buildTrainingGraph(config, heads['question-answering']!);
const step = { graph, bindings: { B: 2, S: 8 } };

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-probe-'))));
after(() => rm(folder, { recursive: true }));

/** A program in the place of the engine. */
async function script(text: string): Promise<string> {
  const path = join(folder, 'program.mjs');
  await writeFile(path, text);
  return path;
}

test('a training step is measured in another process', async () => {
  const result = await probe(engine, { provider: 'cpu', ...step });
  assert.ok('milliseconds' in result && result.milliseconds > 0, JSON.stringify(result));
});

test('a process that crashes is a reason, not a crash', async () => {
  const crash = await script("process.kill(process.pid, 'SIGKILL');");
  assert.deepEqual(await probe(crash, { provider: 'webgpu', ...step }), { reason: 'it ended by SIGKILL' });
});

test('a process that ends without an answer, or with nonsense, is a reason', async () => {
  const failing = await script('process.exitCode = 3;');
  assert.deepEqual(await probe(failing, { provider: 'webgpu', ...step }), { reason: 'it ended with code 3' });
  const talking = await script('console.log(\'{"milliseconds":"soon"}\');');
  assert.deepEqual(await probe(talking, { provider: 'webgpu', ...step }), { reason: 'it ended with code 0' });
});

test('what the child is asked is checked', async () => {
  for (const [request, reason] of [
    ['{', /JSON/],
    ['{"provider":"abacus"}', /unknown provider abacus/],
    ['{"provider":"cpu"}', /not a measurement/],
  ] as const) {
    const answer = JSON.parse(await answerProbe(Readable.from([request]))) as { reason: string };
    assert.match(answer.reason, reason);
  }
});

test('a provider that is not there is named, with those that are', async () => {
  const known = await listProviders();
  const missing = executionProviders.find((provider) => !known.includes(provider))!;
  await assert.rejects(requireProvider(engine, missing), (error: AppError) => {
    assert.equal(error.code, 'provider-unavailable');
    assert.match(error.message, new RegExp(`${missing} does not work on this machine: ONNX Runtime does not bring it`));
    assert.match(error.hint, /: .*cpu/);
    return true;
  });
  await requireProvider(engine, 'cpu');
});

test('a provider that fails is named, and by ONNX Runtime’s first sentence alone', async () => {
  const said = new Error(
    '/onnxruntime_src/core/webgpu/context.cc:136 void Init()::<lambda()> found was false. No adapter.\nstack',
  );
  const error = providerFailed('webgpu', said);
  assert.equal(error.message, 'The execution provider webgpu failed: No adapter.');
  const nowhere = (['coreml', 'dml'] as const).find(
    (provider) => provider !== (process.platform === 'darwin' ? 'coreml' : 'dml'),
  )!;
  await assert.rejects(new HostDevice(nowhere).compile(graph), { code: 'provider-failed' });
});

test('auto takes a provider that works and says what it measured', async () => {
  const notes: string[] = [];
  const device = await openFastest(engine, step, (note) => notes.push(note));
  assert.equal(notes.length, 1);
  assert.match(notes[0]!, new RegExp(`^Execution provider: ${device.provider}, the fastest`));
  assert.match(notes[0]!, /cpu [\d.]+ ms/);
  await device.release();
});
