import assert from 'node:assert/strict';
import test from 'node:test';
import { fitted } from '../../../src/engine/ipu/fitted.ts';
import { placeModel } from '../../../src/engine/ipu/placement.ts';
import type { Layout, PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import {
  compileSeconds,
  evalStepSeconds,
  hostSecondsPerStep,
  stepSeconds,
  timeInferenceStages,
  timeStages,
  updateOverheadSeconds,
  watts,
} from '../../../src/engine/ipu/time.ts';
import { publishedInput } from './published.ts';

const base = publishedInput('og-packed-squad-pod4');
const large = publishedInput('og-bertlarge-squad-B');

const layout = (input: PlanInput, changes: Partial<Layout>): PlanInput => ({
  ...input,
  training: { ...input.training, ...changes },
  inference: { ...input.inference, ...changes },
});
const stages = (input: PlanInput) => timeStages(input, placeModel(input, input.training));
const busiest = (input: PlanInput): number =>
  Math.max(...stages(input).map(({ forward, backward }) => forward + backward));
const overhead = (input: PlanInput): number => updateOverheadSeconds(input, placeModel(input, input.training));

test('more tokens never take less time, be they in more sequences or longer, even fractional ones', () => {
  for (const input of [base, large, publishedInput('eidf-bert-base-4ipu')]) {
    const lengths = [1, 16, 100.25, 100.5, 384, 512].map((sequenceLength) => busiest({ ...input, sequenceLength }));
    const batches = [1, 2, 3, 8, 64].map((microBatchSize) => busiest({ ...input, microBatchSize }));
    for (const times of [lengths, batches]) {
      for (const [i, time] of times.slice(1).entries()) assert.ok(time > times[i]!, `${time} after ${times[i]}`);
    }
  }
});

test('a token costs less in a larger micro-batch', () => {
  assert.ok(busiest({ ...base, microBatchSize: 8 }) < 8 * busiest(base));
});

test('a Bow takes a GC200’s time by the clocks, links left aside', () => {
  const one = layout(publishedInput('og-e5-large-infer'), {});
  const seconds = (chip: 'gc200' | 'bow'): number =>
    timeInferenceStages({ ...one, chip }, placeModel(one, one.inference))[0]!;
  assert.ok(Math.abs(seconds('gc200') / seconds('bow') - 1.85 / 1.33) < 1e-12);
});

test('a middle IPU takes three times its forward pass on the way back, recomputation included', () => {
  const { forward, backward } = stages(base)[1]!;
  assert.ok(backward / forward > 2.95 && backward / forward < 3.1, String(backward / forward));
});

test('32-bit partial sums cost time', () => {
  assert.ok(busiest({ ...base, enableHalfPartials: false }) > 1.1 * busiest(base));
});

test('off-chip state, more replicas without sharding and LAMB make a weight update dearer', () => {
  const onChip = { ...large, optimizerStateOffchip: false };
  assert.ok(overhead(large) > overhead(onChip));
  assert.ok(overhead({ ...onChip, optimizer: 'lamb' }) > overhead(onChip));
  assert.ok(overhead({ ...large, replicatedTensorSharding: false }) > overhead(large));
  assert.ok(
    overhead(layout(onChip, { replicationFactor: 16 })) >
      overhead(layout({ ...onChip, replicatedTensorSharding: false }, { replicationFactor: 1 })),
  );
});

test('the host’s time falls with loader workers and hides behind the device only in async mode', () => {
  const none = { ...base, dataloaderNumWorkers: 0 };
  const tokens = 32 * 16 * 384;
  assert.equal(hostSecondsPerStep(none), fitted.hostSecondsPerTrainingCall + tokens * fitted.hostSecondsPerToken);
  assert.ok(hostSecondsPerStep(base) < hostSecondsPerStep(none));
  assert.equal(stepSeconds(none, 0.05), 16 * 0.05 + hostSecondsPerStep(none));
  const async: PlanInput = { ...none, dataloaderMode: 'async' };
  assert.equal(stepSeconds(async, 0.05), 16 * 0.05 + fitted.hostSecondsPerTrainingCall);
  assert.equal(stepSeconds(async, 0), tokens * fitted.hostSecondsPerToken);
  assert.ok(evalStepSeconds(async, 0.001) >= async.inference.deviceIterations * 0.001);
});

test('device iterations share the cost of a call', () => {
  const perUpdate = (deviceIterations: number): number => {
    const input = layout({ ...base, dataloaderMode: 'async' }, { deviceIterations });
    return stepSeconds(input, 0.08) / deviceIterations;
  };
  assert.ok(perUpdate(16) < perUpdate(1));
});

test('evaluation on more IPUs is no faster', () => {
  const sum = (layersPerIpu: number[]): number => {
    const input = layout(base, { layersPerIpu, ipusPerReplica: layersPerIpu.length });
    return timeInferenceStages(input, placeModel(input, input.inference)).reduce(
      (total, seconds) => total + seconds,
      0,
    );
  };
  assert.ok(sum([3, 3, 3, 3]) > sum([12]));
});

test('compilation takes longer for more layers, and less for inference', () => {
  const seconds = (input: PlanInput): number => compileSeconds(input, placeModel(input, input.training));
  assert.ok(seconds(large) > seconds(base));
  assert.ok(seconds({ ...base, mode: 'inference' }) < seconds(base));
});

test('power is that of whole machines in use', () => {
  assert.equal(watts(base), 1036);
  assert.equal(watts(layout(base, { ipusPerReplica: 1 })), 1036);
  assert.equal(watts({ ...large, chip: 'bow' }), 4 * 1250);
  const cards = layout({ ...base, mode: 'inference', chip: 'c600' }, { ipusPerReplica: 1, replicationFactor: 3 });
  assert.equal(watts(cards), 3 * 185);
});

test('odd configurations have a time all the same', () => {
  for (const sequenceLength of [0, 0.5, 1e5]) {
    for (const replicationFactor of [0, 1, 1e6]) {
      const input = layout(
        { ...base, sequenceLength, dataloaderNumWorkers: -1 },
        { replicationFactor, deviceIterations: 0 },
      );
      for (const time of [busiest(input), overhead(input), stepSeconds(input, 0.1), watts(input)]) {
        assert.ok(
          Number.isFinite(time) && time >= 0,
          `${time} for ${sequenceLength} tokens, ${replicationFactor} replicas`,
        );
      }
    }
  }
});
