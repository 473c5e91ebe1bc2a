// A tiny model and data for it, to be trained on any device.

import type { Feature } from '../../../src/engine/data/features.ts';
import { planUpdate } from '../../../src/engine/data/plan-update.ts';
import type { Device, DeviceTensor } from '../../../src/engine/exec/device.ts';
import type { TensorData } from '../../../src/engine/exec/program.ts';
import { elementsOf } from '../../../src/engine/graph/dim.ts';
import type { Graph, TensorType } from '../../../src/engine/graph/graph.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import type { Head } from '../../../src/engine/model/head.ts';
import { multipleChoice } from '../../../src/engine/model/heads/multiple-choice.ts';
import { pretraining } from '../../../src/engine/model/heads/pretraining.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { sequenceClassification } from '../../../src/engine/model/heads/sequence-classification.ts';
import { tokenClassification } from '../../../src/engine/model/heads/token-classification.ts';
import { initialise } from '../../../src/engine/model/parameters.ts';
import type { OptimizerName } from '../../../src/engine/optim/optimizer.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { openQuestionAnswering } from '../../../src/engine/tasks/question-answering.ts';
import { Trainer } from '../../../src/engine/train/trainer.ts';

export const config = {
  ...bertBaseUncased,
  vocab_size: 40,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 32,
  max_position_embeddings: 24,
  hidden_dropout_prob: 0.1,
  attention_probs_dropout_prob: 0.1,
  initializer_range: 0.2,
};

/** Every head there is, by name. */
export const heads: Readonly<Record<string, Head>> = {
  'question-answering': questionAnswering,
  'sequence-classification': sequenceClassification(['no', 'yes']),
  regression: sequenceClassification(null),
  'token-classification': tokenClassification(['O', 'B', 'I']),
  'multiple-choice': multipleChoice(2),
  pretraining,
};

const freshParameters = (head: Head) => {
  const random = new Mt19937(3);
  return new Map(head.parameters(config).map((spec) => [spec.name, initialise(spec, config, random)]));
};

/** A trainer of the question-answering model, always from the same weights. */
export function createTrainer(device: Device, optimizer: OptimizerName): Promise<Trainer> {
  const options = { optimizer, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, maxGradNorm: 1, seed: 1 };
  return Trainer.create(config, questionAnswering, freshParameters(questionAnswering), options, device);
}

const task = await openQuestionAnswering({ train: null, evaluation: null }, {} as never, {
  maxSeqLength: 12,
  docStride: 4,
  padToMaxLength: false,
  version2: false,
  nBestSize: 20,
  maxAnswerLength: 30,
  nullScoreDiffThreshold: 0,
});

function feature(length: number, random: Mt19937): Feature {
  const draw = (): number => random.nextUint32() % length;
  const ids = Int32Array.from({ length }, () => 1 + (random.nextUint32() % 39));
  const places = { startPosition: draw(), endPosition: draw() };
  return {
    exampleIndex: 0,
    ids,
    contextStart: 3,
    contextEnd: length - 1,
    offsets: new Int32Array(2 * length),
    ...places,
  };
}

/** The micro-batches of weight update number `step`: sequences of up to 12 tokens. */
export function updateBatches(step: number) {
  const random = new Mt19937(step);
  const items = [12, 7].map((length) => feature(length, random));
  const { lengthOf, labelsOf } = task;
  const batches = planUpdate(items, { microBatchSize: 1, maxLength: 12, padToMaxLength: false, lengthOf, labelsOf });
  return batches.map((batch) => () => task.trainingBatch({ ...batch, epoch: 0 }));
}

/** Runs a graph on made-up numbers, the same on every device, which holds them as a training run does; gives its outputs. */
export async function runOnMadeUp(device: Device, graph: Graph): Promise<Record<string, Float32Array>> {
  const random = new Mt19937(11);
  const bindings = { B: 2, S: 6, M: 3 };
  const inputs: Record<string, TensorData | DeviceTensor> = {};
  for (const { name, value } of graph.inputs) {
    const data = madeUp(value.type, elementsOf(value.type.shape, bindings), random);
    inputs[name] = data instanceof Float32Array && data.length > 1 ? await device.upload(data) : data;
  }
  const outputs: Record<string, DeviceTensor> = {};
  for (const { name, value } of graph.outputs)
    outputs[name] = await device.zeros(elementsOf(value.type.shape, bindings));
  const program = await device.compile(graph);
  await program.run(inputs, outputs, bindings);
  await program.release();
  const results: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    results[name] = new Float32Array(tensor.length);
    await device.read(tensor, results[name]);
  }
  return results;
}

/** Small numbers; indices 0 and 1, which every table has. */
function madeUp({ dtype }: TensorType, length: number, random: Mt19937): TensorData {
  if (dtype === 'int32') return Int32Array.from({ length }, () => random.nextUint32() % 2);
  return Float32Array.from({ length }, () => random.nextFloat() - 0.5);
}
