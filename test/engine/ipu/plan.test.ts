// Whole plans: a published configuration, what is said of layers that cannot be placed, and laws that hold for any
// configuration, however odd.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import { bertLargeUncased } from '../../../src/engine/model/config.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import { oddInputsOf } from './odd-inputs.ts';
import { inputsOf } from './planned-inputs.ts';
import { bertLarge, type Changes, someInput } from './some-input.ts';

const codesOf = (plan: Plan): string[] => plan.warnings.map(({ code }) => code);

test('the plan of Graphcore/bert-base-uncased-squad', () => {
  const plan = planConfiguration(someInput());
  assert.equal(plan.source, 'model');
  assert.deepEqual([plan.batch.perUpdate, plan.batch.perStep, plan.batch.evalPerStep], [128, 256, 32]);
  assert.deepEqual([plan.batch.stepsPerEpoch, plan.batch.updatesPerEpoch], [345, 690]);
  assert.deepEqual([plan.pipeline.stages, plan.pipeline.cyclesPerUpdate], [7, 22]);
  assert.deepEqual(
    plan.ipus.map(({ index, layers, contents }) => [index, layers, contents.join(', ')]),
    [
      [0, 0, 'embeddings'],
      [1, 4, 'layers 0–3'],
      [2, 4, 'layers 4–7'],
      [3, 4, 'layers 8–11, QA head'],
    ],
  );
  const [embeddings, second, third] = plan.ipus.map(({ utilisation }) => utilisation);
  assert.ok(embeddings !== undefined && embeddings > 0 && embeddings < 0.2, 'embeddings alone are little work');
  assert.equal(second, third);
  // IPU 0 hardly counts: three equal stages give 16 / (16 + 2), and the last IPU has a little less to recompute.
  assert.ok(Math.abs(1 - plan.pipeline.bubble - 16 / 18) < 0.03, `${plan.pipeline.bubble}`);
  assert.ok(Math.abs(1 - plan.pipeline.bubble - second!) < 1e-12);
  assert.deepEqual([plan.verdict, plan.fits], ['fits', true]);
  assert.deepEqual(
    [plan.machine.usedIpus, plan.machine.replicas, plan.machine.ipusPerReplica, plan.machine.name],
    [16, 4, 4, 'Mk2 GC200'],
  );
});

test('one IPU works all the time and has no bubble', () => {
  const one = { layersPerIpu: [12], ipusPerReplica: 1, replicationFactor: 1 };
  const plan = planConfiguration(
    someInput({ podIpus: 1, gradientAccumulationSteps: 1, training: one, inference: one }),
  );
  assert.equal(plan.pipeline.stages, 1);
  assert.equal(plan.pipeline.bubble, 0);
  assert.equal(plan.pipeline.gradientAccumulationFor90, null);
  assert.deepEqual(
    plan.ipus.map(({ utilisation }) => utilisation),
    [1],
  );
});

test('more gradient accumulation shrinks the bubble, and enough of it keeps the busiest IPU working 90 % of the time', () => {
  const bubbles = [7, 16, 64, 1024].map((steps) => {
    return planConfiguration(someInput({ ...bertLarge, gradientAccumulationSteps: steps })).pipeline.bubble;
  });
  assert.deepEqual(
    [...bubbles].sort((a, b) => b - a),
    bubbles,
  );
  assert.ok(bubbles.at(-1)! < 0.01);
  const least = planConfiguration(someInput(bertLarge)).pipeline.gradientAccumulationFor90!;
  const bubbleWith = (steps: number): number =>
    planConfiguration(someInput({ ...bertLarge, gradientAccumulationSteps: steps })).pipeline.bubble;
  assert.ok(bubbleWith(least) <= 0.1 && bubbleWith(least - 1) > 0.1, `${least}`);
});

test('uneven layers leave IPUs waiting, and the plan says which', () => {
  const plan = planConfiguration(someInput({ training: { layersPerIpu: [1, 2, 8, 1] } }));
  const busiest = plan.ipus[2]!.utilisation;
  assert.ok(plan.ipus[1]!.utilisation < 0.35 * busiest);
  const warning = plan.warnings.find(({ code }) => code === 'stages-uneven');
  assert.equal(warning?.severity, 'warning');
  assert.match(warning.message, /^IPUs 0, 1, 3 have at most (2[5-9]|3\d) %/);
  assert.ok(warning.remedies[0]!.samplesPerSecond > plan.throughput.samplesPerSecond);
});

test('wrong layers: no IPUs, an error with valid splits, and everything that can still be worked out', () => {
  const plan = planConfiguration(someInput({ training: { layersPerIpu: [0, 4, 4, 5] } }));
  assert.deepEqual([plan.ipus, plan.verdict, plan.fits], [[], null, false]);
  assert.equal(plan.inferenceIpus.length, 4, 'evaluation has its own layers');
  assert.equal(plan.batch.stepsPerEpoch, 345);
  assert.ok(plan.time.hostSecondsPerStep >= 0);
  const error = plan.warnings[0]!;
  assert.deepEqual(
    [error.code, error.severity, error.fields[0]],
    ['layers-sum-wrong', 'error', 'ipu_config.layers_per_ipu'],
  );
  assert.ok(error.remedies.length >= 2);
  assert.deepEqual(error.remedies, plan.remedies);
  for (const { edits } of error.remedies) {
    const layers = edits.find(({ field }) => field === 'ipu_config.layers_per_ipu')?.value as number[];
    assert.equal(layers.length, 4);
    assert.equal(
      layers.reduce((sum, count) => sum + count, 0),
      12,
    );
  }
});

test('among the splits for wrong layers is the one nearest to what was written', () => {
  const plan = planConfiguration(
    someInput({ ...bertLarge, training: { ...bertLarge.training, layersPerIpu: [3, 7, 7, 8] } }),
  );
  const splits = plan.remedies.map(({ edits }) =>
    String(edits.find(({ field }) => /layers_per_ipu$/.test(field))?.value),
  );
  assert.ok(splits.includes('3,7,7,7'), splits.join(' | '));
});

test('a list of the wrong length gets splits for either number of IPUs', () => {
  const plan = planConfiguration(someInput({ training: { layersPerIpu: [6, 6] } }));
  assert.equal(plan.warnings[0]?.code, 'layers-list-length-wrong');
  const lengths = plan.remedies.map(({ edits }) => {
    return (
      (edits.find(({ field }) => field === 'ipu_config.layers_per_ipu')?.value as number[] | undefined)?.length ?? 2
    );
  });
  assert.ok(lengths.length > 0 && lengths.every((length) => length === 4 || length === 2), `${lengths}`);
});

test('what does not fit says on which IPU and by how much', () => {
  const plan = planConfiguration(
    someInput({ ...bertLarge, training: { ...bertLarge.training, replicationFactor: 1 }, podIpus: 4 }),
  );
  const warning = plan.warnings.find(({ code }) => code === 'memory-does-not-fit')!;
  const fullest = plan.ipus.reduce((most, ipu) => (ipu.memory.marginBytes < most.memory.marginBytes ? ipu : most));
  assert.equal(plan.verdict, 'does-not-fit');
  assert.equal(plan.fits, false);
  assert.ok(warning.message.includes(`IPU ${fullest.index} takes`), warning.message);
  assert.equal(warning.severity, 'error');
  assert.equal(plan.warnings[0]?.severity, 'error');
});

test('where the host takes longer than the device, the plan says so and what would help', () => {
  const input = someInput({ dataloaderNumWorkers: 0, sequenceLength: 16 });
  const plan = planConfiguration(input);
  assert.equal(plan.throughput.bound, 'host');
  assert.ok(plan.time.hostSecondsPerStep > 2 * plan.time.updateSeconds);
  const warning = plan.warnings.find(({ code }) => code === 'host-bound')!;
  assert.match(warning.hint, /dataloader_num_workers/);
  assert.ok(warning.remedies.length > 0);
  for (const { samplesPerSecond } of warning.remedies) assert.ok(samplesPerSecond > plan.throughput.samplesPerSecond);
  const busy = planConfiguration(someInput({ ...bertLarge, sequenceLength: 512, gradientAccumulationSteps: 2048 }));
  assert.equal(busy.throughput.bound, 'device');
  assert.ok(!codesOf(busy).includes('host-bound'));
});

test('a large bubble names the gradient accumulation that would do', () => {
  const plan = planConfiguration(someInput({ ...bertLarge, gradientAccumulationSteps: 7 }));
  const warning = plan.warnings.find(({ code }) => code === 'bubble-large')!;
  assert.match(warning.hint, new RegExp(`gradient accumulation ${plan.pipeline.gradientAccumulationFor90}\\b`));
});

test('an unused part of the pod has a remedy', () => {
  const plan = planConfiguration(someInput({ training: { replicationFactor: 2 }, gradientAccumulationSteps: 32 }));
  const warning = plan.warnings.find(({ code }) => code === 'pod-idle')!;
  const [remedy] = warning.remedies;
  assert.ok(remedy && remedy.samplesPerSecond > 1.1 * plan.throughput.samplesPerSecond);
  assert.deepEqual(remedy.edits, [
    { field: 'ipu_config.replication_factor', value: 4 },
    { field: 'training.gradient_accumulation_steps', value: 16 },
  ]);
});

test('evaluation runs one IPU of a replica at a time', () => {
  const plan = planConfiguration(someInput({ mode: 'inference' }));
  assert.deepEqual(
    plan.ipus.map(({ seconds }) => seconds.backward),
    [0, 0, 0, 0],
  );
  const shares = plan.ipus.reduce((sum, { utilisation }) => sum + utilisation, 0);
  assert.ok(Math.abs(shares - 1) < 1e-9);
  assert.deepEqual([plan.pipeline.stages, plan.pipeline.cyclesPerUpdate], [4, 4]);
  assert.equal(plan.throughput.samplesPerSecond, plan.throughput.evalSamplesPerSecond);
  assert.ok(codesOf(plan).includes('evaluation-not-pipelined'));
  assert.ok(Math.abs(plan.time.evaluationSeconds! - 337 * plan.time.stepSeconds) < 1e-9);
});

test('energy and cost follow from the run, and who has a pod pays for all of it', () => {
  const plan = planConfiguration(someInput({ pricePerIpuHour: 2, training: { replicationFactor: 2 } }));
  const hours = plan.time.runSeconds! / 3600;
  assert.ok(Math.abs(plan.cost!.run! - 2 * 16 * hours) < 1e-9);
  assert.ok(Math.abs(plan.energy.runKilowattHours! - (plan.energy.watts / 1000) * hours) < 1e-9);
  assert.equal(planConfiguration(someInput()).cost, null);
  const uncounted = planConfiguration(someInput({ trainSamples: null, evalSamples: null, pricePerIpuHour: 2 }));
  assert.deepEqual(
    [uncounted.time.runSeconds, uncounted.cost?.run, uncounted.energy.runKilowattHours],
    [null, null, null],
  );
});

test('a model whose evaluation does not fit is told so', () => {
  const plan = planConfiguration(someInput({ model: bertLargeUncased, ...bertLarge, evalMicroBatchSize: 512 }));
  const warning = plan.warnings.find(({ code }) => code === 'evaluation-memory-does-not-fit');
  assert.equal(warning?.severity, 'error', 'there are samples to evaluate');
  assert.equal(plan.fits, false);
});

test('a figure that is out of its range is said once, with its range', () => {
  const shares = { matmulProportion: 2 };
  const replaced = (changes: Changes): string[] =>
    planConfiguration(someInput(changes))
      .warnings.filter(({ code }) => code === 'figure-replaced')
      .map(({ message, hint }) => `${message} ${hint}`);
  assert.deepEqual(replaced({ training: shares, inference: shares }), [
    'ipu_config.matmul_proportion is 2, which is out of its range; this plan takes 1. Write a number from 0 to 1.',
  ]);
  const lists = { matmulProportion: [2, 2, 0.2, 3] };
  assert.equal(replaced({ training: lists, inference: lists }).length, 2, 'one for 2, one for 3');
  assert.match(
    replaced({ epochs: -1, trainSamples: 0.5 }).join(' '),
    /from 0 to 1,000,000,000\..*|whole number from 0/,
  );
});

test('what loads data beside the IPUs already is not told to', () => {
  const slow = { mode: 'inference', evalMicroBatchSize: 8, sequenceLength: 32, dataloaderNumWorkers: 1 } as const;
  const hintOf = (dataloaderMode: 'sync' | 'async', dataloaderNumWorkers = 1): string | undefined =>
    planConfiguration(someInput({ ...slow, dataloaderMode, dataloaderNumWorkers })).warnings.find(
      ({ code }) => code === 'host-bound',
    )?.hint;
  assert.match(hintOf('sync') ?? '', /or have dataloader_mode async/);
  assert.equal(hintOf('async'), 'Set dataloader_num_workers to 8 or more, so that data are loaded faster.');
});

test('things are counted in words that agree with their number', () => {
  const one = { layersPerIpu: [12], ipusPerReplica: 1, replicationFactor: 1 };
  const blocks = [{ attention: 2, feedForward: 1 }];
  const said = (changes: Changes): string =>
    planConfiguration(someInput(changes))
      .warnings.map(({ message, hint }) => `${message} ${hint}`)
      .join('\n');
  assert.match(
    said({ podIpus: 1, training: one, inference: one, blocksPerIpu: blocks }),
    /has 2 attention blocks and 1 feed-forward on 1 IPU, but the model has 12 of each and a replica 1 IPU\. Give whole numbers for the one IPU that/,
  );
  assert.match(said({ training: { layersPerIpu: [12] } }), /\[12\] has 1 entry, but/);
  assert.match(
    said({ podIpus: 4, training: { replicationFactor: 1 }, inference: { replicationFactor: 1 } }),
    /of the replica one works/,
  );
  assert.match(said({ trainSamples: 1 }), /have 1 sequence, but one step takes 256/);
  assert.match(
    said({ trainSamples: 1_024_001 }),
    /1 of 1,024,001 sequences \(< 0\.1 %\) does not fill a step of 256 and is left/,
  );
});

test('sums are sums for 1,000 configurations', () => {
  let ipus = 0;
  for (const input of inputsOf(21, 1000)) {
    const plan = planConfiguration(input);
    ipus += plan.ipus.length;
    checkSums(plan);
  }
  assert.ok(ipus > 10_000, `${ipus} IPUs`);
});

test('no configuration throws or has figures that are none, however odd', () => {
  let placed = 0;
  let replaced = 0;
  for (const input of oddInputsOf(22, 1000)) {
    const plan = planConfiguration(input);
    checkSums(plan);
    if (plan.ipus.length > 0) placed++;
    if (codesOf(plan).includes('figure-replaced')) replaced++;
    const wrong = findFigureThatIsNone(plan, 'plan');
    if (wrong !== null) assert.fail(`${wrong} of ${JSON.stringify(input)}`);
    const severities = plan.warnings.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
    assert.deepEqual(
      severities,
      [...severities].sort((a, b) => a - b),
      'worst first',
    );
  }
  assert.ok(placed > 200 && placed < 900, `${placed} placed`);
  assert.ok(replaced > 500, `${replaced} with figures replaced`);
});

function checkSums(plan: Plan): void {
  const { pipeline, time, throughput, ipus, inferenceIpus } = plan;
  for (const { memory, utilisation } of [...ipus, ...inferenceIpus]) {
    const parts =
      memory.weightsBytes +
      memory.gradientsBytes +
      memory.optimizerBytes +
      memory.stashBytes +
      memory.workingSetBytes +
      memory.matmulBytes +
      memory.codeBytes;
    assert.ok(parts === memory.totalBytes || near(parts, memory.totalBytes));
    assert.ok(utilisation >= 0 && utilisation <= 1);
  }
  const cycles = pipeline.phases.reduce((sum, phase) => sum + phase.cycles, 0);
  const seconds = pipeline.phases.reduce((sum, phase) => sum + phase.cycles * phase.cycleSeconds, 0);
  assert.equal(cycles, pipeline.cyclesPerUpdate);
  assert.ok(near(seconds, time.pipelineSeconds));
  assert.ok(near(time.pipelineSeconds + time.updateOverheadSeconds, time.updateSeconds));
  assert.ok(pipeline.bubble >= 0 && pipeline.bubble <= 1);
  if (ipus.length === 0) return;
  const stage = (ipu: Plan['ipus'][number]): number => ipu.seconds.forward + ipu.seconds.backward;
  const slowest = Math.max(...ipus.map(stage));
  const sharded = ipus.reduce((sum, ipu) => sum + stage(ipu), 0);
  assert.ok(near(time.microBatchSeconds, plan.mode === 'training' ? slowest : sharded));
  const rows = plan.mode === 'training' ? plan.batch.perStep : plan.batch.evalPerStep;
  assert.ok(near(throughput.samplesPerSecond * time.stepSeconds, rows * plan.batch.sequencesPerPack));
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function findFigureThatIsNone(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${path} is ${value}`;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    // Long pipelines have hundreds of thousands of activities, and no figure in them.
    if (name === 'active') continue;
    const wrong = findFigureThatIsNone(inner, name);
    if (wrong !== null) return `${path}.${wrong}`;
  }
  return null;
}
