// The conversation with a side, held with small programs that answer as one would.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Side, type Command } from '../../scripts/bench/side.ts';
import type { Request } from '../../scripts/bench/work.ts';
import { AppError } from '../../src/shared/errors.ts';

const request: Request = {
  kind: 'features',
  maxLength: 384,
  docStride: 128,
  threads: 2,
  sequences: 'sequences.json',
  dataset: 'dataset.json',
  vocabulary: 'vocab.txt',
  folder: 'folder',
};

const program = (code: string): Command => [process.execPath, '--input-type=module', '-e', code];

const echo = program(`
  import { createInterface } from 'node:readline';
  let request;
  for await (const line of createInterface({ input: process.stdin })) {
    if (request === undefined) {
      request = JSON.parse(line);
      console.log(JSON.stringify({ versions: request.kind + ' ' + request.maxLength }));
    } else console.log(JSON.stringify({ seconds: 1.5, check: null, peakBytes: 7 }));
  }
`);

test('a side is told its work, answers each round, and ends with its input', async () => {
  const side = await Side.start(echo, request);
  assert.equal(side.versions, 'features 384');
  assert.deepEqual(await side.round(), { seconds: 1.5, check: null, peakBytes: 7 });
  assert.deepEqual(await side.round(), { seconds: 1.5, check: null, peakBytes: 7 });
  await side.close();
  await side.close();
});

test('a side that ends instead of answering is an error with its exit code', async () => {
  await assert.rejects(Side.start(program('process.exit(3)'), request), (error) => {
    assert.ok(error instanceof AppError, String(error));
    assert.match(error.message, /ended before it had answered \(exit code 3\)/);
    return true;
  });
});

test('a program that is not there is an error, not a wait', async () => {
  await assert.rejects(Side.start(['/no/such/program'], request), /ENOENT/);
});

test('an answer of another shape is refused', async () => {
  const side = program(`console.log('{"versions":"x"}'); console.log('{"seconds":"1"}'); process.stdin.resume();`);
  const started = await Side.start(side, request);
  await assert.rejects(started.round(), /not an answer/);
  await started.close();
});
