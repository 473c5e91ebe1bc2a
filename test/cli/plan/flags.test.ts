import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonOption, parseInput, type Command, type Input } from '../../../src/cli/command.ts';
import { isUsageError } from '../../../src/cli/errors.ts';
import { applyFlags, applySamples, planFlags, planInputOfFlags, readModel } from '../../../src/cli/plan/flags.ts';
import { expandLayersPerIpu } from '../../../src/engine/ipu/layers.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import { AppError } from '../../../src/shared/errors.ts';

const command: Command = {
  name: 'plan',
  summary: 'Plan.',
  arguments: [],
  optionalArgument: 'FILE',
  options: { ...jsonOption, ...planFlags },
  run: () => Promise.resolve(0),
};

const argsOf = (line: string): Input =>
  parseInput(
    command,
    line.split(' ').filter((word) => word !== ''),
  );

function inputOf(line: string): PlanInput {
  const args = argsOf(`--model bert-large-uncased ${line}`);
  return applySamples(planInputOfFlags(readModel(args)!, args), { train: null, eval: null }, args);
}

/** What is said about a call that cannot be understood: message, then hint. */
function refuse(line: string): string {
  try {
    inputOf(line);
  } catch (error) {
    assert.ok(error instanceof AppError && isUsageError(error), String(error));
    return `${error.message} ${error.hint}`;
  }
  return assert.fail(`${line} was accepted`);
}

describe('planInputOfFlags', () => {
  it('reads a published pre-training configuration', () => {
    const input = inputOf(
      '--task pretraining --seq-len 512 --packing-factor 2 --chip bow --n-ipu 64 --layers-per-ipu 0,3,3,3,3,4,4,4 ' +
        '--micro-batch 3 --ga 96 --replicas 8 --offchip --samples 1000',
    );
    assert.equal(input.mode, 'training');
    assert.equal(input.model.num_hidden_layers, 24);
    assert.deepEqual(
      [input.task, input.sequenceLength, input.sequencesPerPack, input.chip, input.podIpus],
      ['pretraining', 512, 2, 'bow', 64],
    );
    assert.deepEqual(input.training.layersPerIpu, [0, 3, 3, 3, 3, 4, 4, 4]);
    assert.deepEqual([input.training.ipusPerReplica, input.training.replicationFactor], [8, 8]);
    assert.deepEqual([input.inference.ipusPerReplica, input.inference.replicationFactor], [8, 8]);
    assert.deepEqual([input.microBatchSize, input.evalMicroBatchSize, input.gradientAccumulationSteps], [3, 3, 96]);
    assert.deepEqual([input.optimizer, input.optimizerStateOffchip], ['lamb', true]);
    assert.equal(input.trainSamples, 500, 'counted in packs');
  });

  it('plans an even share over the four IPUs of a machine if nothing is said', () => {
    const { training, optimizer, gradientAccumulationSteps } = inputOf('');
    assert.deepEqual(expandLayersPerIpu(training.layersPerIpu, training.ipusPerReplica, 24), [6, 6, 6, 6]);
    assert.deepEqual([training.replicationFactor, optimizer, gradientAccumulationSteps], [1, 'adamw', 16]);
    assert.equal(inputOf('').replicatedTensorSharding, false, 'one replica has nobody to share with');
    assert.equal(inputOf('--replicas 2').replicatedTensorSharding, true);
    assert.equal(inputOf('--replicas 2 --no-rts').replicatedTensorSharding, false);
    assert.equal(inputOf('--n-ipu 2').training.ipusPerReplica, 2);
    assert.equal(inputOf('--inference').inference.ipusPerReplica, 1);
  });

  it('fills the machine with replicas', () => {
    const input = inputOf('--n-ipu 16 --layers-per-ipu 3,7,7,7 --inference-layers-per-ipu 12,12');
    assert.equal(input.training.replicationFactor, 4);
    assert.deepEqual([input.inference.ipusPerReplica, input.inference.replicationFactor], [2, 8]);
  });

  it('plans inference by the plain options', () => {
    const input = inputOf('--inference --layers-per-ipu 24 --replicas 4 --micro-batch 2 --device-iterations 256');
    assert.equal(input.mode, 'inference');
    assert.deepEqual(
      [input.inference.layersPerIpu, input.inference.replicationFactor, input.inference.deviceIterations],
      [[24], 4, 256],
    );
    assert.equal(input.evalMicroBatchSize, 2);
  });

  it('takes half layers, and the whole ones that they amount to', () => {
    const input = inputOf('--blocks-per-ipu 4/5,7/6,6/7,7/6');
    assert.deepEqual(input.blocksPerIpu?.[1], { attention: 7, feedForward: 6 });
    assert.equal(input.training.ipusPerReplica, 4);
    assert.equal(
      input.training.layersPerIpu.reduce((sum, layers) => sum + layers, 0),
      24,
    );
  });

  it('takes lists as they stand in files, and one share for all', () => {
    assert.deepEqual(
      inputOf('--layers-per-ipu [3,7,7,7] --matmul-proportion 0.1,0.2,.3,0.4').training.matmulProportion,
      [0.1, 0.2, 0.3, 0.4],
    );
    assert.equal(inputOf('--matmul-proportion 0.3').training.matmulProportion, 0.3);
    assert.deepEqual(inputOf('--layers-per-ipu -1,7,7,7').training.layersPerIpu, [-1, 7, 7, 7]);
  });

  it('says what a value should look like', () => {
    assert.match(refuse('--n-ipu 0'), /--n-ipu is "0"\. Give a whole number of at least 1\./);
    assert.match(refuse('--ga 0'), /--ga is "0"\. Give a whole number of at least 1\./);
    assert.match(refuse('--seq-len 1e9'), /--seq-len is "1e9"\. Give a whole number/);
    assert.match(refuse('--layers-per-ipu 3,7,seven'), /--layers-per-ipu is "3,7,seven"\. Give whole numbers/);
    assert.match(refuse('--layers-per-ipu 3,-2'), /at least -1/);
    assert.match(refuse('--layers-per-ipu 3,,7'), /whole numbers/);
    assert.match(refuse('--blocks-per-ipu 4/5,7'), /attention\/feed-forward blocks/);
    assert.match(refuse('--matmul-proportion 0.1,-1'), /at least 0/);
    assert.match(refuse('--packing-factor 0.5'), /Give a number of at least 1\./);
    assert.match(refuse('--epochs 0'), /Give a number above 0\./);
    assert.match(refuse('--chip bows'), /Did you mean bow\?/);
    assert.match(refuse('--task squad'), /Give one of question-answering, /);
    assert.match(refuse('--lamb --adamw'), /--lamb and --adamw say the opposite\./);
    assert.match(refuse('--model gpt2'), /"gpt2", whose geometry is not known/);
    assert.match(refuse('--model bert-large-uncasd'), /Did you mean bert-large-uncased\?/);
  });
});

describe('applyFlags', () => {
  const base = inputOf('--layers-per-ipu 3,7,7,7 --replicas 4 --offchip --device-iterations 2 --workers 8');

  it('leaves a file’s values alone where no option is given', () => {
    assert.deepEqual(applyFlags(base, argsOf('')), base);
  });

  it('replaces what is given, and evaluation follows the layout of training', () => {
    const changed = applyFlags(base, argsOf('--layers-per-ipu 0,3,3,3,3,4,4,4 --replicas 2 --micro-batch 2'));
    assert.deepEqual(changed.training.layersPerIpu, [0, 3, 3, 3, 3, 4, 4, 4]);
    assert.deepEqual([changed.training.replicationFactor, changed.training.deviceIterations], [2, 2]);
    assert.deepEqual([changed.inference.ipusPerReplica, changed.inference.replicationFactor], [8, 2]);
    assert.deepEqual([changed.microBatchSize, changed.evalMicroBatchSize], [2, base.evalMicroBatchSize]);
    assert.equal(changed.optimizerStateOffchip, true);
  });

  it('leaves a layout of evaluation’s own alone', () => {
    const own = { ...base, inference: { ...base.inference, layersPerIpu: [24], ipusPerReplica: 1 } };
    const changed = applyFlags(own, argsOf('--layers-per-ipu 6,6,6,6'));
    assert.deepEqual(changed.inference.layersPerIpu, [24]);
    assert.equal(changed.inference.replicationFactor, 16);
  });

  it('takes a machine’s IPUs', () => {
    const changed = applyFlags(base, argsOf('--n-ipu 64'));
    assert.deepEqual([changed.podIpus, changed.training.replicationFactor], [64, 16]);
  });

  it('turns off what is on, and the other way round', () => {
    const off = applyFlags(base, argsOf('--onchip --no-rts --no-recompute --lamb'));
    assert.deepEqual(
      [off.optimizerStateOffchip, off.replicatedTensorSharding, off.recomputeCheckpointEveryLayer, off.optimizer],
      [false, false, false, 'lamb'],
    );
    assert.equal(applyFlags(off, argsOf('--recompute')).recomputeCheckpointEveryLayer, true);
  });
});
