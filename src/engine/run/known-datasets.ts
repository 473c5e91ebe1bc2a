// How many sequences well-known datasets make, for experiments whose data are not on this machine. Published counts, nothing is read.

import type { Experiment } from '../../config/fields.ts';

interface KnownDataset {
  readonly task: Experiment['task'];
  /** Examples of the training and of the validation split. */
  readonly train: number;
  readonly eval: number;
  /** Sequences made of them, where a long text makes several; only for these lengths and an uncased vocabulary. */
  readonly windows?: {
    readonly maxSeqLength: number;
    readonly docStride: number;
    readonly train: number;
    readonly eval: number;
  };
}

/** By their names on the Hugging Face Hub, without the owner. Sources: the datasets’ cards; run_qa.py on SQuAD v1.1. */
const knownDatasets: Readonly<Record<string, KnownDataset>> = {
  squad: {
    task: 'question-answering',
    train: 87_599,
    eval: 10_570,
    windows: { maxSeqLength: 384, docStride: 128, train: 88_524, eval: 10_784 },
  },
  conll2003: { task: 'token-classification', train: 14_041, eval: 3_250 },
  swag: { task: 'multiple-choice', train: 73_546, eval: 20_006 },
};

/** Sequences of one split of the experiment's dataset, or null if the dataset or what becomes of it is not known. */
export function countKnown({ task, data, model }: Experiment, split: 'train' | 'eval'): number | null {
  const name = data.dataset_name?.split('/').at(-1)?.toLowerCase() ?? '';
  const known = Object.hasOwn(knownDatasets, name) ? knownDatasets[name] : undefined;
  if (known?.task !== task || data.version_2_with_negative) return null;
  const limit = split === 'train' ? data.max_train_samples : data.max_eval_samples;
  // Each example makes one sequence at least, and the sequences are cut to the same number.
  if (limit !== null && limit <= known[split]) return limit;
  if (task !== 'question-answering') return known[split];
  const { windows } = known;
  const fits = windows?.maxSeqLength === data.max_seq_length && windows.docStride === data.doc_stride;
  if (!windows || !fits || !model.do_lower_case) return null;
  return Math.min(windows[split], limit ?? Infinity);
}
