// Fields of experiments that a filter asks for: what is remembered of the stores' answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { RunIndex } from '../../../src/views/run-index.ts';
import { createFieldValues } from '../../../src/views/runs/filter.ts';

const path = 'training.seed';
const run = (runId: string) => ({ runId }) as RunSummary;

/** An index of these runs whose one store answers as `answer` says. */
function indexOf(runs: RunSummary[], answer: () => Promise<object>): Pick<RunIndex, 'runs' | 'stores'> {
  const client = { request: answer };
  return { runs: () => [...runs], stores: () => [{ client: async () => client }] as never };
}

test('a run that comes while the stores are asked is asked for the next time', async () => {
  const runs = [run('one')];
  let asked = 0;
  const fields = createFieldValues(
    indexOf(runs, async () => {
      asked += 1;
      if (asked === 1) runs.push(run('two'));
      return asked === 1 ? { one: [1] } : { one: [1], two: [2] };
    }),
  );
  await fields.fetch([path]);
  assert.deepEqual([fields.get('one', path), fields.get('two', path)], [1, null]);
  assert.equal(await fields.fetch([path]), true);
  assert.equal(fields.get('two', path), 2);
  assert.equal(await fields.fetch([path]), false);
});

test('a store that failed is asked again; a run without the field is not', async () => {
  let works = false;
  const answer = async () => {
    if (!works) throw new Error('The store is gone.');
    return {};
  };
  const fields = createFieldValues(indexOf([run('one')], answer));
  await fields.fetch([path]);
  works = true;
  assert.equal(await fields.fetch([path]), true);
  assert.equal(await fields.fetch([path]), false);
});
