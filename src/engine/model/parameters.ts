// The only source of what a BERT model's tensors are called, how they are shaped, initialised and decayed.

import type { BertConfig } from './config.ts';
import { fillNormal, type Mt19937 } from '../random/mt19937.ts';

export interface ParameterSpec {
  /** Hugging Face's tensor name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: 'normal' | 'zeros' | 'ones';
  /** Whether weight decay applies: not to biases and layer norms. */
  readonly decay: boolean;
  /** Row that is zero in a fresh tensor. */
  readonly zeroRow?: number;
  /** Row of the padding token, whose gradient is always zero (`padding_idx`). */
  readonly paddingRow?: number;
}

/** Weights by tensor name, row-major. */
export type Parameters = ReadonlyMap<string, Float32Array>;

const weight = (name: string, ...shape: number[]): ParameterSpec => ({ name, shape, initial: 'normal', decay: true });

/** A vector that starts at zero. */
export function bias(name: string, size: number): ParameterSpec {
  return { name, shape: [size], initial: 'zeros', decay: false };
}

/** Weight and bias of a linear layer. */
export function dense(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [weight(`${name}.weight`, outputs, inputs), bias(`${name}.bias`, outputs)];
}

/** Scale and shift of a layer norm. */
export function layerNorm(name: string, size: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [size], initial: 'ones', decay: false },
    { name: `${name}.bias`, shape: [size], initial: 'zeros', decay: false },
  ];
}

/** Tensors of the embeddings and the encoder, in Hugging Face's order. */
export function bertParameters(config: BertConfig): ParameterSpec[] {
  const { hidden_size: hidden, intermediate_size: intermediate } = config;
  const embeddings = 'bert.embeddings';
  const layer = (i: number): ParameterSpec[] => {
    const name = `bert.encoder.layer.${i}`;
    return [
      ...dense(`${name}.attention.self.query`, hidden, hidden),
      ...dense(`${name}.attention.self.key`, hidden, hidden),
      ...dense(`${name}.attention.self.value`, hidden, hidden),
      ...dense(`${name}.attention.output.dense`, hidden, hidden),
      ...layerNorm(`${name}.attention.output.LayerNorm`, hidden),
      ...dense(`${name}.intermediate.dense`, hidden, intermediate),
      ...dense(`${name}.output.dense`, intermediate, hidden),
      ...layerNorm(`${name}.output.LayerNorm`, hidden),
    ];
  };
  return [
    {
      ...weight(`${embeddings}.word_embeddings.weight`, config.vocab_size, hidden),
      zeroRow: config.pad_token_id,
      paddingRow: config.pad_token_id,
    },
    weight(`${embeddings}.position_embeddings.weight`, config.max_position_embeddings, hidden),
    weight(`${embeddings}.token_type_embeddings.weight`, config.type_vocab_size, hidden),
    ...layerNorm(`${embeddings}.LayerNorm`, hidden),
    ...Array.from({ length: config.num_hidden_layers }, (_, i) => layer(i)).flat(),
  ];
}

export function elementsOfSpec(spec: ParameterSpec): number {
  return spec.shape.reduce((product, size) => product * size, 1);
}

/** A fresh tensor as Hugging Face initialises it: N(0, initializer_range), zeros or ones; the padding row is zero. */
export function initialise(spec: ParameterSpec, config: BertConfig, random: Mt19937): Float32Array {
  const tensor = new Float32Array(elementsOfSpec(spec));
  if (spec.initial === 'ones') tensor.fill(1);
  if (spec.initial === 'normal') fillNormal(tensor, config.initializer_range, random);
  if (spec.zeroRow !== undefined) {
    const width = spec.shape[1]!;
    tensor.fill(0, spec.zeroRow * width, (spec.zeroRow + 1) * width);
  }
  return tensor;
}
