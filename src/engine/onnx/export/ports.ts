// The ends of an exported model, named and shaped as Hugging Face's models have them, and the nodes between those and the ends of
// the engine's graph, where a micro-batch is one list of tokens.

import type { PlannedTask } from '../../ipu/plan-input.ts';
import type { onnxDataTypes } from '../schema.ts';
import type { FloatType, StagedWriter } from './staged-writer.ts';

/** Sizes of a micro-batch; nothing in the file is left open. */
export interface ExportSizes {
  readonly microBatch: number;
  /** 1, or the number of choices. */
  readonly sequencesPerItem: number;
  readonly sequenceLength: number;
  /** Masked words of a sequence that pre-training scores. */
  readonly maskedWords: number;
}

/** An input or output of the model. */
export interface ModelPort {
  readonly name: string;
  readonly dtype: keyof typeof onnxDataTypes;
  readonly shape: readonly number[];
}

/** What the rules write with. */
export interface PortContext {
  readonly writer: StagedWriter;
  readonly sizes: ExportSizes;
  readonly floatType: FloatType;
}

/** In the order in which transformers' models take them. */
const tokenInputs = ['input_ids', 'attention_mask', 'token_type_ids'] as const;
const maskedPositions = 'masked_positions';

/** As Hugging Face had it before 16-bit floats became usual: large enough to vanish in a softmax, small enough for 16 bits. */
const maskedScore = -10_000;

/** The inputs of a task's model. */
export function modelInputs(task: PlannedTask, sizes: ExportSizes): ModelPort[] {
  const { microBatch, sequencesPerItem, sequenceLength, maskedWords } = sizes;
  const shape =
    task === 'multiple-choice' ? [microBatch, sequencesPerItem, sequenceLength] : [microBatch, sequenceLength];
  const tokens = tokenInputs.map((name) => ({ name, dtype: 'int32' as const, shape }));
  if (task !== 'pretraining') return tokens;
  return [...tokens, { name: maskedPositions, dtype: 'int32', shape: [microBatch, maskedWords] }];
}

/** Writes what an input of the engine's graph is made of, at the stage that reads it first, and gives its name. */
export function writeInput(name: string, context: PortContext): string {
  const rule = inputRules[name];
  if (rule === undefined) throw new Error(`nothing says where ${name} comes from in an exported model`);
  return rule(context);
}

const inputRules: Readonly<Record<string, (context: PortContext) => string>> = {
  input_ids: (context) => reshape(context, 'input_ids', [tokensOf(context)]),
  token_type_ids: (context) => reshape(context, 'token_type_ids', [tokensOf(context)]),
  position_ids: (context) => {
    const { writer, sizes } = context;
    const count = tokensOf(context);
    return writer.constant(
      'int32',
      [count],
      Int32Array.from({ length: count }, (_, i) => i % sizes.sequenceLength),
    );
  },
  attention_bias: (context) => {
    const { writer, sizes, floatType } = context;
    const to = { int: floatType === 'float32' ? 1 : 10 };
    const mask = writer.node('Cast', ['attention_mask'], { attributes: { to } });
    const padding = writer.node('Sub', [writer.constant(floatType, [], [1]), mask]);
    const bias = writer.node('Mul', [padding, writer.constant(floatType, [], [maskedScore])]);
    return reshape(context, bias, [sequencesOf(context), 1, 1, sizes.sequenceLength]);
  },
  first_tokens: (context) => {
    const count = sequencesOf(context);
    const rows = Int32Array.from({ length: count }, (_, row) => row * context.sizes.sequenceLength);
    return context.writer.constant('int32', [count], rows);
  },
  // Positions within each sequence become rows of the hidden states.
  masked_positions: (context) => {
    const { microBatch, sequenceLength, maskedWords } = context.sizes;
    const starts = Int32Array.from({ length: microBatch }, (_, row) => row * sequenceLength);
    const rows = context.writer.node('Add', [
      maskedPositions,
      context.writer.constant('int32', [microBatch, 1], starts),
    ]);
    return reshape(context, rows, [microBatch * maskedWords]);
  },
};

/** The outputs that a score of the engine's head becomes; `shape` is the score's. */
export function modelOutputs(
  name: string,
  shape: readonly number[],
  task: PlannedTask,
  context: PortContext,
): ModelPort[] {
  const { sizes, floatType: dtype } = context;
  const { microBatch, sequenceLength, maskedWords } = sizes;
  const width = shape.at(-1)!;
  if (task === 'question-answering') {
    return ['start_logits', 'end_logits'].map((each) => ({ name: each, dtype, shape: [microBatch, sequenceLength] }));
  }
  if (task === 'token-classification') return [{ name, dtype, shape: [microBatch, sequenceLength, width] }];
  if (name === 'prediction_logits') return [{ name, dtype, shape: [microBatch, maskedWords, width] }];
  return [{ name, dtype, shape }];
}

/** Writes outputs that lie one after the other in a score. */
export function writeOutputs(score: string, ports: readonly ModelPort[], context: PortContext): void {
  const parts = ports.length === 1 ? [score] : ports.map(({ name }) => `${score}:${name}`);
  if (ports.length > 1) {
    const attributes = { axis: { int: 0 }, split: { ints: ports.map(() => 1) } };
    context.writer.node('Split', [score], { outputs: parts, attributes });
  }
  for (const [i, { name, shape }] of ports.entries()) reshape(context, parts[i]!, shape, name);
}

function reshape({ writer }: PortContext, value: string, shape: readonly number[], output?: string): string {
  const outputs = output === undefined ? {} : { outputs: [output] };
  return writer.node('Reshape', [value, writer.shape(shape)], outputs);
}

function sequencesOf({ sizes: { microBatch, sequencesPerItem } }: PortContext): number {
  return microBatch * sequencesPerItem;
}

function tokensOf(context: PortContext): number {
  return sequencesOf(context) * context.sizes.sequenceLength;
}
