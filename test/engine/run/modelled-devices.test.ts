// A run's IPUs: the plan's memory, and its utilisation under the lengths that the run's sequences really have.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planInputOf } from '../../../src/config/plan-input.ts';
import { settleExperiment } from '../../../src/config/settle.ts';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import { modelledDevices } from '../../../src/engine/run/modelled-devices.ts';

const experimentWith = (data: object) =>
  settleExperiment({
    data: { max_seq_length: 384, ...data },
    training: { per_device_train_batch_size: 2, gradient_accumulation_steps: 16 },
    ipu_config: { layers_per_ipu: [0, 4, 4, 4], replication_factor: 2, recompute_checkpoint_every_layer: true },
  });

test('sequences of full length give the plan’s utilisation and memory, on every replica', () => {
  const experiment = experimentWith({});
  const planned = planConfiguration(planInputOf(experiment)).ipus.map(({ utilisation, memory }) => {
    return { utilisation, memoryBytes: Math.round(memory.totalBytes) };
  });
  const devices = modelledDevices(experiment, bertBaseUncased, [384, 384]);
  assert.deepEqual(
    devices,
    [...planned, ...planned].map((ipu, index) => ({ index, ...ipu })),
  );
});

test('shorter sequences leave the IPU with the embeddings another share, unless they are padded', () => {
  const full = modelledDevices(experimentWith({}), bertBaseUncased, [384, 384]);
  const short = modelledDevices(experimentWith({}), bertBaseUncased, [100, 51]);
  assert.notEqual(short[0]!.utilisation, full[0]!.utilisation);
  assert.deepEqual(short, modelledDevices(experimentWith({}), bertBaseUncased, [75.5]), 'the mean length counts');
  assert.deepEqual(modelledDevices(experimentWith({ pad_to_max_length: true }), bertBaseUncased, [100, 51]), full);
  for (const { utilisation } of [...full, ...short]) assert.ok(utilisation > 0 && utilisation <= 1);
  const memoryOf = (devices: typeof full) => devices.map(({ memoryBytes }) => memoryBytes);
  assert.deepEqual(memoryOf(short), memoryOf(full), 'memory is laid out for the longest sequence');
});
