// All benchmarks: what is done, against which ways of PyTorch's, and which ratio each must reach. Nothing is run here.

import { bertBaseUncased } from '../../src/engine/model/config.ts';
import type { Geometry, OptimizerSettings, Variant, Work } from './work.ts';

/** One way in which PyTorch does a contest's work. */
export interface Rival {
  readonly name: string;
  readonly variant: Variant;
  /** The ratio that we must reach, more than 1 meaning that we are faster; null: for information. */
  readonly mark: number | null;
}

/** One of the two files of SQuAD. */
export type SquadPart = 'train' | 'dev';

/** Work that is timed. */
export interface Contest {
  readonly case: string;
  readonly work: Work;
  readonly rivals: readonly Rival[];
  /** Depends on the lengths of real data: SQuAD's files if there are any, else the samples, and the case's name says which. */
  readonly real: boolean;
  /** Which file's features the work needs, and how many. */
  readonly sequences?: { readonly of: SquadPart; readonly count: number };
  /** Peak memory is a figure of its own, with a mark of 1. */
  readonly memory?: boolean;
  /** Both sides' checks must agree within this share, without dropout and in the same precision. */
  readonly agreement?: number;
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  readonly contests: readonly Contest[];
}

const geometries: readonly (readonly [name: string, geometry: Geometry])[] = [
  ['bert-base', geometry(768, 12, 12, 3072)],
  ['minilm', geometry(384, 6, 12, 1536)],
];

const bertBase = geometries[0]![1];

function geometry(hidden: number, layers: number, heads: number, intermediate: number): Geometry {
  return {
    vocab_size: bertBaseUncased.vocab_size,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: intermediate,
  };
}

/** Tokens, as in the model cards. */
const maxLength = 384;

/** Those of the model card bert-base-uncased-squad. */
const settings: OptimizerSettings = { learningRate: 7e-5, weightDecay: 0.01, maxGradNorm: 1 };

const dropouts = [0, 0.1] as const;

function dropoutName(rate: number): string {
  return rate === 0 ? 'no dropout' : `dropout ${rate}`;
}

function stepContests(): Contest[] {
  const batchSizes = { 'bert-base': 2, minilm: 8 } as Record<string, number>;
  return dropouts.flatMap((dropout) =>
    geometries.map(([name, shape]): Contest => {
      const batchSize = batchSizes[name]!;
      return {
        case: `${name}, ${batchSize}x${maxLength}, ${dropoutName(dropout)}`,
        work: { kind: 'step', geometry: shape, batchSize, maxLength, dropout },
        rivals: [
          { name: 'fp32', variant: { precision: 'fp32' }, mark: dropout === 0 ? 0.85 : null },
          { name: 'bf16 autocast', variant: { precision: 'bf16' }, mark: null },
        ],
        real: false,
        sequences: { of: 'train', count: batchSize },
        agreement: 1e-3,
      };
    }),
  );
}

function trainContests(): Contest[] {
  const [microBatchSize, accumulationSteps, updates] = [2, 16, 2];
  return [...dropouts].reverse().flatMap((dropout) =>
    geometries.map(([name, shape]): Contest => ({
      case: `${name}, ${updates} updates of ${microBatchSize}x${accumulationSteps}, ${dropoutName(dropout)}`,
      work: { kind: 'train', geometry: shape, microBatchSize, accumulationSteps, maxLength, dropout, ...settings },
      rivals: [
        { name: 'padded', variant: { precision: 'fp32', padding: 'full' }, mark: 1.9 },
        { name: 'grouped by length', variant: { precision: 'fp32', padding: 'grouped' }, mark: 0.85 },
        { name: 'padded in bf16 autocast', variant: { precision: 'bf16', padding: 'full' }, mark: 1 },
      ],
      real: true,
      sequences: { of: 'train', count: updates * microBatchSize * accumulationSteps },
      memory: true,
    })),
  );
}

/** How many features `evaluate` takes unless told otherwise. */
export const evaluatedFeatures = 1000;

/** All benchmarks; `features` is how many of them `evaluate` takes. */
export function listBenches(features = evaluatedFeatures): Bench[] {
  return [
    {
      name: 'features',
      summary: 'text to features, against run_qa.py’s function on the Rust tokenizers',
      contests: [
        {
          case: 'training questions at 384/128',
          work: { kind: 'features', maxLength, docStride: 128 },
          rivals: [
            { name: 'run_qa.py', variant: { tokenizerOnly: false }, mark: 2 },
            { name: 'the Rust tokenizers alone', variant: { tokenizerOnly: true }, mark: 2 },
          ],
          real: true,
          agreement: 0,
        },
      ],
    },
    {
      name: 'step',
      summary: 'one micro-batch, forward and backward, without the optimizer',
      contests: stepContests(),
    },
    { name: 'train', summary: 'whole weight updates on SQuAD, optimizer included', contests: trainContests() },
    {
      name: 'evaluate',
      summary: 'start and end scores of SQuAD’s validation features',
      contests: [
        {
          case: `bert-base, ${features} features`,
          work: { kind: 'evaluate', geometry: bertBase, batchSize: 8, maxLength },
          rivals: [{ name: 'padded', variant: { precision: 'fp32', padding: 'full' }, mark: 2 }],
          real: true,
          sequences: { of: 'dev', count: features },
          agreement: 1e-3,
        },
      ],
    },
    {
      name: 'optimizer',
      summary: 'AdamW and clipping, all gradients present',
      contests: [
        {
          case: 'bert-base',
          work: { kind: 'optimizer', geometry: bertBase, ...settings },
          rivals: [{ name: 'fused AdamW', variant: {}, mark: null }],
          real: false,
        },
      ],
    },
    {
      name: 'checkpoint',
      summary: 'save weights and load them again',
      contests: [
        {
          case: 'bert-base, save and load',
          work: { kind: 'checkpoint', geometry: bertBase },
          rivals: [
            { name: 'safetensors', variant: { durable: false }, mark: 0.8 },
            { name: 'safetensors and fsync', variant: { durable: true }, mark: null },
          ],
          real: false,
          agreement: 0,
        },
      ],
    },
  ];
}
