// What bounds a run, said of figures: each claim comes with the figures it rests on, and without any there is none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import type { Series } from '../../../src/shared/messages/runs.ts';
import { measuredBound, type MeasuredInput } from '../../../webview/dashboard/ipu/bound/measured.ts';
import { modelledBound } from '../../../webview/dashboard/ipu/bound/modelled.ts';
import { baseCard } from '../plan/fixtures.ts';

type Values = Readonly<Record<string, number | readonly number[]>>;

/** What a machine noted: a value, or one for each of its points. */
function seriesOf(values: Values): Series[] {
  return Object.entries(values).map(([name, value]) => {
    const list = typeof value === 'number' ? [value] : value;
    return { name: `host/${name}`, steps: list.map((_, index) => index + 1), values: list, totalPoints: list.length };
  });
}

function judged(values: Values, over: Partial<MeasuredInput> = {}) {
  const progress = { phase: 'train', done: 3, total: 9 } as const;
  return measuredBound({ state: 'running', progress, series: seriesOf(values), provider: 'cpu', ...over });
}

const idle = { cpu: 0.4, ownCpu: 0.35, loaderWait: 0.01, memoryBytes: 2e9, availableBytes: 9e9 };

test('each limit is recognised by its figure, and the sentence has it', () => {
  const cases: readonly (readonly [kind: string, values: Values, sentence: RegExp])[] = [
    ['nothing', idle, /processors are 40 % busy, and training waits for data 1 % of the time/],
    ['data', { ...idle, loaderWait: 0.34 }, /^For 34 % of the training time/],
    ['processors', { ...idle, cpu: 0.97, ownCpu: 0.93 }, /^They are 97 % busy, and 93 % is this run/],
    [
      'others',
      { ...idle, cpu: 0.95, ownCpu: 0.5 },
      /95 % busy, and other programs take 45 % of them; this run gets 50 %/,
    ],
    ['memory', { ...idle, availableBytes: 0.1e9 }, /takes 2 GB of the 2.1 GB that it can have: 100 MB are left/],
  ];
  for (const [kind, values, sentence] of cases) {
    const bound = judged(values);
    assert.equal(bound.kind, kind);
    assert.match(bound.sentence, sentence);
  }
});

test('memory that runs out is said before all else, and waiting before busy processors', () => {
  const all = { cpu: 0.97, ownCpu: 0.5, loaderWait: 0.5, memoryBytes: 9e9, availableBytes: 0.2e9 };
  assert.equal(judged(all).kind, 'memory');
  assert.equal(judged({ ...all, availableBytes: 9e9 }).kind, 'data');
  assert.equal(judged({ ...all, availableBytes: 9e9, loaderWait: 0 }).kind, 'others');
});

test('an active run is judged by its last figures, an ended one by all', () => {
  const waited = [...Array<number>(80).fill(0.5), ...Array<number>(20).fill(0)];
  const values = { ...idle, loaderWait: waited };
  assert.equal(judged(values).kind, 'nothing');
  assert.equal(judged(values, { state: 'completed' }).kind, 'data');
  assert.equal(judged(values).basis, 'Over steps 81 to 100.');
  assert.equal(judged(values, { state: 'completed' }).basis, 'Over steps 1 to 100.');
  assert.equal(judged(idle).basis, 'At step 1.');
});

test('while it does not train, the phase is what there is to say, with how far it is', () => {
  const phases = [
    ['prepare', /3 of 9 of the preparation/],
    ['evaluate', /3 of 9 items are scored/],
    ['save', /on disk: 3 of 9/],
  ] as const;
  for (const [phase, sentence] of phases) {
    const bound = judged(idle, { progress: { phase, done: 3, total: 9 } });
    assert.equal(bound.kind, 'phase');
    assert.match(bound.sentence, sentence);
    assert.equal(judged(idle, { progress: { phase, done: 3, total: 9 }, state: 'lost' }).kind, 'nothing');
  }
});

test('without figures nothing is claimed', () => {
  for (const values of [{}, { cpu: [] }, { cpu: NaN, loaderWait: Infinity }]) {
    const bound = judged(values);
    assert.deepEqual([bound.kind, bound.figures, bound.basis], ['unknown', [], '']);
    assert.doesNotMatch(bound.sentence, /\d/);
  }
  assert.match(judged({}, { state: 'completed' }).sentence, /noted nothing/);
  assert.match(judged({}, { state: 'running' }).sentence, /yet/);
});

test('figures that were not noted are left out, and no claim rests on them', () => {
  const { kind, sentence, figures } = judged({ cpu: 0.99, loaderWait: 0.02 });
  assert.equal(kind, 'processors');
  assert.match(sentence, /how much of that is this run was not noted/);
  assert.deepEqual(
    figures.map(({ text }) => text),
    ['99 %', '2 %'],
  );
});

test('where a graphics processor may compute, that it is not measured is said', () => {
  assert.match(judged(idle, { provider: 'webgpu' }).sentence, /graphics processor is, is not measured/);
  assert.doesNotMatch(judged(idle, { provider: null }).sentence, /graphics/);
});

test('the parts of a modelled step add up to it, and the largest is named with its share', () => {
  const plan = planConfiguration(baseCard);
  const bound = modelledBound(plan)!;
  const sum = bound.parts.reduce((all, { share }) => all + share, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, String(sum));
  const [largest] = [...bound.parts].sort((a, b) => b.share - a.share);
  assert.equal(bound.subject, largest!.label);
  assert.match(bound.sentence, /^\d+(\.\d)? % of a modelled step of [\d.]+ m?s; next comes/);
});

test('the host bounds where it takes longest, the bubble where few micro-batches are accumulated', () => {
  const largest = (over: Partial<typeof baseCard>) =>
    modelledBound(planConfiguration({ ...baseCard, ...over }))?.subject;
  assert.equal(largest({ gradientAccumulationSteps: 512 }), 'Compute');
  assert.equal(largest({ dataloaderNumWorkers: 0, dataloaderMode: 'sync', gradientAccumulationSteps: 64 }), 'Host');
  const short = modelledBound(planConfiguration({ ...baseCard, gradientAccumulationSteps: 1 }))!;
  const partOf = (id: string) => short.parts.find((part) => part.id === id)!.share;
  assert.ok(partOf('bubble') > partOf('compute'), 'with one micro-batch the pipeline is never full');
});

test('a plan without training, without a place for its layers, or none at all has no bound', () => {
  assert.equal(modelledBound(null), null);
  assert.equal(modelledBound(planConfiguration({ ...baseCard, mode: 'inference' })), null);
  const misplaced = { ...baseCard, training: { ...baseCard.training, layersPerIpu: [1, 1] } };
  assert.equal(modelledBound(planConfiguration(misplaced)), null);
});
