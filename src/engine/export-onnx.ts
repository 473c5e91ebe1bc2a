// Writes the forward pass of an experiment's model as an ONNX file for PopART: what `ipuw export onnx` does. Downloads nothing and
// trains nothing.

import { isAbsolute } from 'node:path';
import { findSnapshot } from '../config/hub-cache.ts';
import type { Experiment } from '../config/fields.ts';
import { planInputOf } from '../config/plan-input.ts';
import { writePartsAtomic } from '../system/atomic-file.ts';
import { loadModel, loadModelConfig } from './checkpoint/load.ts';
import { countMasked } from './data/mask-words.ts';
import { placeModel, type PlacedIpu } from './ipu/placement.ts';
import { numberStages } from './ipu/stages.ts';
import { bertBaseUncased, type BertConfig } from './model/config.ts';
import type { Head } from './model/head.ts';
import { pretraining } from './model/heads/pretraining.ts';
import { questionAnswering } from './model/heads/question-answering.ts';
import { elementsOfSpec, initialise } from './model/parameters.ts';
import { fileTooLarge, labelsUnreadable, sequenceTooLong } from './onnx/export/errors.ts';
import { exportForward, type ForwardModel } from './onnx/export/forward.ts';
import { largestFileBytes, planModelFile, type Weight } from './onnx/export/model-file.ts';
import { exportOpset } from './onnx/export/opset11.ts';
import type { ExportSizes, ModelPort } from './onnx/export/ports.ts';
import { Mt19937 } from './random/mt19937.ts';
import { readVocabulary } from './run/model.ts';
import { openTask } from './tasks/open.ts';

export interface ExportOptions {
  readonly experiment: Experiment;
  readonly outputFile: string;
  /** In tokens; absent: as the experiment says. */
  readonly sequenceLength?: number | undefined;
  /** In items; absent: the experiment's training micro-batch. */
  readonly microBatch?: number | undefined;
  /** Weights and activations as 16-bit floats. */
  readonly half: boolean;
  /** Of the workbench. */
  readonly version: string;
}

/** What was written. */
export interface ExportSummary {
  readonly file: string;
  readonly bytes: number;
  readonly opset: number;
  readonly precision: 'float32' | 'float16';
  /** The folder whose weights they are; null: random ones. */
  readonly weights: string | null;
  readonly microBatch: number;
  readonly sequenceLength: number;
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  readonly ipus: readonly { readonly index: number; readonly layers: number; readonly nodes: number }[];
  readonly stages: readonly { readonly stage: number; readonly ipu: number; readonly nodes: number }[];
  /** What is not as the experiment might make one think, in sentences. */
  readonly notes: readonly string[];
}

/** Writes the file; one of that name is replaced. Throws AppErrors for what the user can mend. */
export async function exportOnnx(options: ExportOptions): Promise<ExportSummary> {
  const { experiment, outputFile, half, version } = options;
  const folder = await findModelFolder(experiment);
  const config = folder === null ? await freshGeometry(experiment) : await loadModelConfig(folder);
  const plan = { ...planInputOf(experiment), model: config };
  const placed = placeModel(plan, plan.training);
  const head = await openHead(experiment, folder);
  const sizes = chooseSizes(options, config, head);
  const floatType = half ? 'float16' : 'float32';
  const stages = numberStages(placed);
  const model = exportForward({ task: experiment.task, config, head, stages, sizes, floatType });
  checkSize(weightBytes(config, head, half), half);
  const { weights, notes } = await readWeights(experiment, folder, config, head);
  const description = `${experiment.name}: forward pass for PopART, with __ipu_number and __pipeline_stage on each node`;
  const file = planModelFile({ producerVersion: version, description, model, weights, floatType });
  checkSize(file.bytes, half);
  await writePartsAtomic(outputFile, file.parts());
  return {
    file: outputFile,
    bytes: file.bytes,
    opset: exportOpset,
    precision: floatType,
    weights: folder,
    microBatch: sizes.microBatch,
    sequenceLength: sizes.sequenceLength,
    inputs: model.inputs,
    outputs: model.outputs,
    ...countNodes(model, placed),
    notes: [...notes, ...splitNotes(experiment)],
  };
}

function chooseSizes(options: ExportOptions, config: BertConfig, head: Head): ExportSizes {
  const { data, training } = options.experiment;
  const { microBatch = training.per_device_train_batch_size, sequenceLength = data.max_seq_length } = options;
  const positions = config.max_position_embeddings;
  if (sequenceLength > positions) throw sequenceTooLong(sequenceLength, positions);
  const masking = { share: data.mlm_probability, limit: data.max_predictions_per_seq };
  const maskedWords = countMasked(sequenceLength, specialTokens, masking);
  return { microBatch, sequencesPerItem: head.sequencesPerItem, sequenceLength, maskedWords };
}

function weightBytes(config: BertConfig, head: Head, half: boolean): number {
  const elements = head.parameters(config).reduce((sum, spec) => sum + elementsOfSpec(spec), 0);
  return elements * (half ? 2 : 4);
}

/** Asked before the weights are in memory, and of the whole file. */
function checkSize(bytes: number, half: boolean): void {
  if (bytes > largestFileBytes) throw fileTooLarge(bytes, half);
}

/** [CLS] and two [SEP]: they are never masked. */
const specialTokens = 3;

/** The folder with the experiment's model: its own or a copy in the Hub's cache; null: it has none on this machine. */
async function findModelFolder({ model }: Experiment): Promise<string | null> {
  const name = model.model_name_or_path;
  if (name === null || isAbsolute(name)) return name;
  return (await findSnapshot(name, model.model_revision, false))?.folder ?? null;
}

/** The geometry of a model that starts from random weights, as a run would have it. */
async function freshGeometry(experiment: Experiment): Promise<BertConfig> {
  const { initializer_range, vocab_file, model_name_or_path: name } = experiment.model;
  const config = { ...bertBaseUncased, ...planInputOf(experiment).model, initializer_range };
  if (vocab_file === null) return config;
  const { tokens, special } = (await readVocabulary(experiment)).vocabulary;
  return { ...config, vocab_size: name === null ? tokens.length : config.vocab_size, pad_token_id: special.pad };
}

/** The head of the task; the number of its labels is found in the data, as training finds it. */
async function openHead(experiment: Experiment, folder: string | null): Promise<Head> {
  if (experiment.task === 'question-answering') return questionAnswering;
  if (experiment.task === 'pretraining') return pretraining;
  const { model, training } = experiment;
  if (folder === null && model.model_name_or_path !== null && model.vocab_file === null) {
    throw labelsUnreadable(model.model_name_or_path);
  }
  const here = { ...experiment, model: { ...model, model_name_or_path: folder } };
  const { vocabulary } = await readVocabulary(here);
  // Where something is trained, the evaluation data have no labels of their own.
  const reading = { ...training, eval_on_train: false, do_eval: training.do_eval && !training.do_train };
  return (await openTask({ ...here, training: reading }, vocabulary)).head;
}

async function readWeights(
  { model, training }: Experiment,
  folder: string | null,
  config: BertConfig,
  head: Head,
): Promise<{ weights: Weight[]; notes: readonly string[] }> {
  const specs = head.parameters(config);
  const random = new Mt19937(training.seed);
  if (folder === null) {
    const name = model.model_name_or_path;
    const reason = name === null ? 'the experiment names no model' : `${name} is not on this machine`;
    return {
      weights: specs.map((spec) => ({ ...spec, data: initialise(spec, config, random) })),
      notes: [`The weights are random, from seed ${training.seed}: ${reason}.`],
    };
  }
  const { parameters, notes } = await loadModel(folder, () => specs, random, model.initializer_range);
  return { weights: specs.map((spec) => ({ ...spec, data: parameters.get(spec.name)! })), notes };
}

function countNodes({ nodes }: ForwardModel, placed: readonly PlacedIpu[]): Pick<ExportSummary, 'ipus' | 'stages'> {
  const places = [...new Map(nodes.map(({ stage }) => [stage.stage, stage])).values()];
  const count = (isThere: (node: ForwardModel['nodes'][number]) => boolean): number => nodes.filter(isThere).length;
  return {
    ipus: placed.map(({ index, attention }) => ({
      index,
      layers: attention,
      nodes: count(({ stage }) => stage.ipu === index),
    })),
    stages: places
      .sort((a, b) => a.stage - b.stage)
      .map((place) => ({ ...place, nodes: count(({ stage }) => stage.stage === place.stage) })),
  };
}

/** Splitting large tables is optimum-graphcore's work on the modules; the file has them whole. */
function splitNotes({ ipu_config }: Experiment): string[] {
  const names = [
    'embedding_serialization_factor',
    'projection_serialization_factor',
    'serialized_embedding_splits_per_ipu',
    'serialized_projection_splits_per_ipu',
  ] as const;
  const set = names.filter((name) => ![null, 1].includes(ipu_config[name] as number | null));
  return set.length === 0 ? [] : [`The file has the word embeddings whole: ${set.join(', ')} cannot be said in it.`];
}
