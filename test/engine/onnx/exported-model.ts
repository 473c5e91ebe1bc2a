// Small models of every head, exported to bytes and read back with protobufjs, for tests of the export.

import type { Layout, PlannedTask } from '../../../src/engine/ipu/plan-input.ts';
import { placeModel, type PlacedIpu } from '../../../src/engine/ipu/placement.ts';
import { numberStages } from '../../../src/engine/ipu/stages.ts';
import { bertBaseUncased } from '../../../src/engine/model/config.ts';
import type { Head } from '../../../src/engine/model/head.ts';
import { multipleChoice } from '../../../src/engine/model/heads/multiple-choice.ts';
import { pretraining } from '../../../src/engine/model/heads/pretraining.ts';
import { questionAnswering } from '../../../src/engine/model/heads/question-answering.ts';
import { sequenceClassification } from '../../../src/engine/model/heads/sequence-classification.ts';
import { tokenClassification } from '../../../src/engine/model/heads/token-classification.ts';
import { initialise } from '../../../src/engine/model/parameters.ts';
import { modelType } from '../../../src/engine/onnx/messages.ts';
import { exportForward, type ForwardModel } from '../../../src/engine/onnx/export/forward.ts';
import { planModelFile } from '../../../src/engine/onnx/export/model-file.ts';
import type { ExportSizes } from '../../../src/engine/onnx/export/ports.ts';
import type { FloatType } from '../../../src/engine/onnx/export/staged-writer.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';

export const config = {
  ...bertBaseUncased,
  vocab_size: 60,
  hidden_size: 16,
  num_hidden_layers: 4,
  num_attention_heads: 2,
  intermediate_size: 32,
  max_position_embeddings: 24,
  // Large weights, so that faults show.
  initializer_range: 0.3,
};

/** Every kind of head. */
export const heads: readonly { readonly name: string; readonly task: PlannedTask; readonly head: Head }[] = [
  { name: 'question answering', task: 'question-answering', head: questionAnswering },
  { name: 'classification', task: 'sequence-classification', head: sequenceClassification(['a', 'b', 'c']) },
  { name: 'regression', task: 'sequence-classification', head: sequenceClassification(null) },
  { name: 'token classification', task: 'token-classification', head: tokenClassification(['O', 'B', 'I']) },
  { name: 'multiple choice', task: 'multiple-choice', head: multipleChoice(3) },
  { name: 'pre-training', task: 'pretraining', head: pretraining },
];

/** A model of two examples. */
export interface ExportedModel {
  readonly sizes: ExportSizes;
  readonly model: ForwardModel;
  readonly placed: readonly PlacedIpu[];
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly bytes: Uint8Array;
}

/** Exports a model with random weights, its layers where `layersPerIpu` says. */
export function exportModel(
  task: PlannedTask,
  head: Head,
  layersPerIpu: readonly number[],
  floatType: FloatType = 'float32',
): ExportedModel {
  const sizes = { microBatch: 2, sequencesPerItem: head.sequencesPerItem, sequenceLength: 12, maskedWords: 3 };
  const layout: Layout = {
    layersPerIpu,
    ipusPerReplica: layersPerIpu.length,
    replicationFactor: 1,
    matmulProportion: 0.2,
    embeddingSerializationFactor: 1,
    embeddingSplitsPerIpu: null,
    projectionSerializationFactor: 1,
    projectionSplitsPerIpu: null,
    deviceIterations: 1,
  };
  const placed = placeModel({ task, model: config, untiedProjection: false, blocksPerIpu: null }, layout);
  const model = exportForward({ task, config, head, stages: numberStages(placed), sizes, floatType });
  const random = new Mt19937(7);
  const weights = head.parameters(config).map((spec) => ({ ...spec, data: initialise(spec, config, random) }));
  const file = planModelFile({ producerVersion: '0', description: '', model, weights, floatType });
  const bytes = Buffer.concat([...file.parts()]);
  if (bytes.length !== file.bytes) throw new Error(`${bytes.length} bytes, not ${file.bytes}`);
  return { sizes, model, placed, bytes, parameters: new Map(weights.map(({ name, data }) => [name, data])) };
}

/** A node as a reader of the file sees it. */
export interface ReadNode {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Undefined if the attribute is missing or is no integer. */
  readonly ipu: number | undefined;
  readonly stage: number | undefined;
}

/** The nodes and initializers of a file. */
export function readModel(bytes: Uint8Array): { nodes: ReadNode[]; initializers: string[]; opsets: object[] } {
  const model = modelType.toObject(modelType.decode(bytes), { longs: Number, defaults: true }) as {
    graph: {
      node: {
        name: string;
        opType: string;
        domain: string;
        input: string[];
        output: string[];
        attribute: { name: string; type: number; i: number }[];
      }[];
      initializer: { name: string }[];
    };
    opsetImport: object[];
  };
  const nodes = model.graph.node.map(({ name, opType, domain, input, output, attribute }) => {
    const integer = (wanted: string): number | undefined =>
      attribute.find((each) => each.name === wanted && each.type === 2)?.i;
    const place = { ipu: integer('__ipu_number'), stage: integer('__pipeline_stage') };
    return { name, opType, domain, inputs: input, outputs: output, ...place };
  });
  return { nodes, initializers: model.graph.initializer.map(({ name }) => name), opsets: model.opsetImport };
}
