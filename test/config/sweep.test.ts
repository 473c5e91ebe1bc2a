// The expansion of sweeps: how many runs, which values, in which order, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Experiment, PartialExperiment } from '../../src/config/fields.ts';
import { settleExperiment } from '../../src/config/settle.ts';
import { expandSweep, isSweep, mostRuns } from '../../src/config/sweep.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { createRandom } from '../support/random.ts';

type Sweep = NonNullable<PartialExperiment['sweep']>;

function withSweep(sweep: Sweep, rest: PartialExperiment = {}): Experiment {
  return settleExperiment({ ...rest, sweep });
}

function refusal(sweep: Sweep): AppError {
  try {
    expandSweep(withSweep(sweep));
  } catch (thrown) {
    return thrown as AppError;
  }
  throw new Error('it was expanded');
}

const labels = (sweep: Sweep, rest?: PartialExperiment): string[] =>
  expandSweep(withSweep(sweep, rest)).map(({ label }) => label);

test('a grid has every combination, the last parameter varying fastest, named by what differs', () => {
  const parameters = { 'training.learning_rate': [3e-5, 0.01], 'training.seed': [42, 43] };
  assert.deepEqual(labels({ parameters }), [
    'lr 3e-5, seed 42',
    'lr 3e-5, seed 43',
    'lr 1e-2, seed 42',
    'lr 1e-2, seed 43',
  ]);
  assert.deepEqual(expandSweep(withSweep({ parameters }))[1]?.settings, [
    { field: 'training.learning_rate', value: 3e-5 },
    { field: 'training.seed', value: 43 },
  ]);
});

test('seeds go on from the experiment’s own', () => {
  assert.deepEqual(labels({ method: 'seeds', count: 3 }, { training: { seed: 7 } }), ['seed 7', 'seed 8', 'seed 9']);
  assert.equal(labels({ method: 'seeds' }).length, 3);
});

test('grids of any shape: as many runs as combinations, all different, all values from the lists', () => {
  const { next: random } = createRandom(5);
  const fields = ['training.learning_rate', 'training.seed', 'training.weight_decay', 'data.max_seq_length'];
  for (let round = 0; round < 300; round++) {
    const chosen = fields.filter(() => random() < 0.6);
    const lists = chosen.map((field) => {
      const length = 1 + Math.floor(random() * 5);
      return [field, [...new Set(Array.from({ length }, () => Math.floor(random() * 1000)))]] as const;
    });
    if (lists.length === 0) continue;
    const runs = expandSweep(withSweep({ parameters: Object.fromEntries(lists) }));
    assert.equal(
      runs.length,
      lists.reduce((product, [, list]) => product * list.length, 1),
    );
    assert.equal(new Set(runs.map(({ label }) => label)).size, runs.length);
    assert.equal(new Set(runs.map(({ settings }) => JSON.stringify(settings))).size, runs.length);
    for (const { settings } of runs) {
      assert.deepEqual(settings.map(({ field }) => field), chosen); // prettier-ignore
      for (const [i, { value }] of settings.entries()) assert.ok(lists[i]?.[1].includes(value as number));
    }
  }
});

test('what is drawn lies between the ends, is whole where the field is, differs, and is the same for the same seed', () => {
  const { next: random } = createRandom(6);
  for (let round = 0; round < 200; round++) {
    const min = 10 ** (-6 + 3 * random());
    const max = min * (2 + 1000 * random());
    const scale = random() < 0.5 ? 'log' : 'linear';
    const parameters = {
      'training.learning_rate': { min, max, scale },
      'training.num_train_epochs': [1, 2, 3],
      'data.max_seq_length': { min: 16, max: 16 + Math.floor(random() * 500), scale },
    } as const;
    const sweep: Sweep = { method: 'random', count: 12, seed: round, parameters };
    const runs = expandSweep(withSweep(sweep));
    assert.equal(runs.length, 12);
    assert.equal(new Set(runs.map(({ label }) => label)).size, 12);
    for (const { settings } of runs) {
      const [rate, epochs, length] = settings.map(({ value }) => value as number);
      assert.ok(rate! >= min && rate! <= max, `${rate} is not in ${min}…${max}`);
      assert.ok([1, 2, 3].includes(epochs!));
      assert.ok(Number.isInteger(length) && length! >= 16 && length! <= parameters['data.max_seq_length'].max);
    }
    assert.deepEqual(expandSweep(withSweep(sweep)), runs);
    assert.notDeepEqual(expandSweep(withSweep({ ...sweep, seed: round + 1 })), runs);
  }
});

test('`log` spreads the powers of ten evenly, `linear` the numbers', () => {
  const share = (scale: 'log' | 'linear'): number => {
    const parameters = { 'training.learning_rate': { min: 1e-6, max: 1e-2, scale } };
    const runs = expandSweep(withSweep({ method: 'random', count: 1000, seed: 3, parameters }));
    return runs.filter(({ settings }) => (settings[0]?.value as number) < 1e-4).length / runs.length;
  };
  assert.ok(Math.abs(share('log') - 0.5) < 0.05, String(share('log')));
  assert.ok(share('linear') < 0.03, String(share('linear')));
});

test('whole numbers are all drawn, both ends included', () => {
  const parameters = { 'training.seed': { min: 3, max: 6 } };
  const runs = expandSweep(withSweep({ method: 'random', count: 4, parameters }));
  assert.deepEqual(runs.map(({ settings }) => settings[0]?.value).sort(), [3, 4, 5, 6]);
});

test('numbers of a field are written alike once one of them is small', () => {
  const rates = (values: number[]) => labels({ parameters: { 'training.learning_rate': values } });
  assert.deepEqual(rates([5e-4, 0.002, 0]), ['lr 5e-4', 'lr 2e-3', 'lr 0']);
  assert.deepEqual(rates([0.1, 0.002]), ['lr 0.1', 'lr 0.002']);
});

test('labels show paths by their ends and tell equal names and equal ends apart', () => {
  assert.deepEqual(labels({ parameters: { 'model.model_name_or_path': ['a/b/base', 'large'] } }), [
    'model base',
    'model large',
  ]);
  assert.deepEqual(labels({ parameters: { 'model.model_name_or_path': ['a/base', 'b/base'] } }), [
    'model "a/base"',
    'model "b/base"',
  ]);
  const both = { 'training.gradient_accumulation_steps': [1], 'ipu_config.gradient_accumulation_steps': [2] };
  assert.deepEqual(labels({ parameters: both }), [
    'training.gradient_accumulation_steps 1, ipu_config.gradient_accumulation_steps 2',
  ]);
  assert.deepEqual(labels({ parameters: { 'ipu_config.layers_per_ipu': [[1, 1], [2]], 'training.lamb': [true] } }), [
    'layers_per_ipu [1,1], lamb true',
    'layers_per_ipu [2], lamb true',
  ]);
});

test('what cannot be carried out is refused, and the error says what to write', () => {
  const ten = Array.from({ length: 10 }, (_, i) => i);
  const lr = 'training.learning_rate';
  const cases: readonly [Sweep, string, RegExp][] = [
    [{ method: 'random' }, 'sweep-has-no-parameters', /"parameters": \{/],
    [{ parameters: {} }, 'sweep-has-no-parameters', /"parameters": \{/],
    [{ method: 'seeds', parameters: { [lr]: [1] } }, 'sweep-parameters-unused', /"method": "grid"/],
    [{ parameters: { learning_rate: [1] } }, 'sweep-field-unknown', /Did you mean "training\.learning_rate"/],
    [{ parameters: { 'training.learnig_rate': [1] } }, 'sweep-field-unknown', /Did you mean "training\.learning_rate"/],
    [{ parameters: { 'sweep.seed': [1] } }, 'sweep-field-unknown', /./],
    [{ parameters: { name: ['a'] } }, 'sweep-field-unknown', /./],
    [{ parameters: { [lr]: { min: 1, max: 2 } } }, 'sweep-range-not-drawn', /"method": "random"/],
    [{ method: 'random', parameters: { 'training.lamb': { min: 0, max: 1 } } }, 'sweep-range-not-numeric', /List/],
    [{ method: 'random', parameters: { 'training.seed': { min: 1.2, max: 1.8 } } }, 'sweep-range-empty', /whole/],
    [{ parameters: { [lr]: [1, 2, 1] } }, 'sweep-value-twice', /training\.seed/],
    [{ parameters: { 'training.seed': [1, 2, 1] } }, 'sweep-value-twice', /^Keep one of them: the same seed gives/],
    [{ method: 'random', count: 4, parameters: { [lr]: [1, 2, 3] } }, 'sweep-too-few-different', /"count": 3/],
    [
      {
        parameters: { [lr]: ten, 'training.seed': ten, 'training.weight_decay': ten, 'training.max_grad_norm': [1, 2] },
      },
      'sweep-too-large',
      /"count": 20/,
    ],
  ];
  for (const [sweep, code, hint] of cases) {
    const error = refusal(sweep);
    assert.equal(error.code, code, JSON.stringify(sweep));
    assert.match(error.hint, hint);
  }
  assert.match(refusal(cases.at(-1)![0]).message, /2,000 runs/);
  const most = { [lr]: ten, 'training.seed': ten, 'training.weight_decay': ten };
  assert.equal(expandSweep(withSweep({ parameters: most })).length, mostRuns);
});

test('a file without anything to vary is no sweep', () => {
  assert.equal(isSweep(settleExperiment({})), false);
  assert.equal(isSweep(withSweep({ concurrency: 4 })), false);
  assert.equal(isSweep(withSweep({ method: 'seeds' })), true);
  assert.equal(isSweep(withSweep({ parameters: { 'training.seed': [1] } })), true);
});
