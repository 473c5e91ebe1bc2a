// The list of benchmarks: no two figures of one name, and the marks that were promised.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listBenches } from '../../scripts/bench/contests.ts';
import { rivalCase } from '../../scripts/bench/options.ts';

const figures = listBenches().flatMap(({ name, contests }) =>
  contests.flatMap((contest) =>
    contest.rivals.map((rival) => [`${name}: ${rivalCase(contest.case, rival.name)}`, rival.mark] as const),
  ),
);

test('every figure has a name of its own', () => {
  assert.equal(new Set(figures.map(([name]) => name)).size, figures.length);
});

test('marks', () => {
  const marks = Object.fromEntries(figures.filter(([, mark]) => mark !== null));
  const trained = ['bert-base', 'minilm'].flatMap((geometry) =>
    ['no dropout', 'dropout 0.1'].flatMap((dropout) => {
      const name = `train: ${geometry}, 2 updates of 2x16, ${dropout}, against`;
      return [
        [`${name} padded`, 1.9],
        [`${name} grouped by length`, 0.85],
        [`${name} padded in bf16 autocast`, 1],
      ];
    }),
  );
  assert.deepEqual(marks, {
    'features: training questions at 384/128, against run_qa.py': 2,
    'features: training questions at 384/128, against the Rust tokenizers alone': 2,
    'step: bert-base, 2x384, no dropout, against fp32': 0.85,
    'step: minilm, 8x384, no dropout, against fp32': 0.85,
    ...Object.fromEntries(trained),
    'evaluate: bert-base, 1000 features, against padded': 2,
    'checkpoint: bert-base, save and load, against safetensors': 0.8,
  });
});

test('evaluate takes as many features as it is told to', () => {
  const [contest] = listBenches(16).find(({ name }) => name === 'evaluate')!.contests;
  assert.equal(contest!.case, 'bert-base, 16 features');
  assert.deepEqual(contest!.sequences, { of: 'dev', count: 16 });
});
