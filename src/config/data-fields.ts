// The fields of an experiment file that say which data are read and how. Part of the list in fields.ts; names are those of run_qa.py.

import { boolean, integer, number, text } from './field.ts';

/** The data, and how texts become sequences. */
export const dataFields = {
  dataset_name: text(
    null,
    'Name of the dataset on the Hugging Face Hub, for the record. The embedded engine downloads no data; it reads `train_file` and `validation_file`.',
    { example: 'squad', when: 'Set it so that a run, and a command line copied from it, says which dataset it was.' },
  ),
  train_file: text(
    null,
    'Training data as JSON (a list of rows, alone or under `data`), JSON Lines, CSV, TSV or Parquet; the content decides, then the name. Question answering reads SQuAD’s official nested layout, or flat rows as on the Hub. Sequence classification: rows with `label` (names, or figures for a regression) and `sentence` or `text`, or two texts such as `sentence1` and `sentence2`. Token classification: CoNLL text, or rows {`tokens`, `ner_tags` or `tags`}. Multiple choice: rows {`sent1`, `sent2`, `ending0`, `ending1`, …, `label`} as in SWAG. Pre-training: text with one sentence a line and blank lines between documents.',
    { path: 'file', example: 'squad/train-v1.1.json', when: 'Needed whenever `do_train` or `eval_on_train` is on.' },
  ),
  validation_file: text(
    null,
    'Evaluation data, in the same formats. Its labels are among those of the training file; if nothing is trained, among those of the model.',
    {
      path: 'file',
      example: 'squad/dev-v1.1.json',
      when: 'Needed whenever `do_eval` is on.',
    },
  ),
  max_seq_length: integer(
    384,
    'Longest sequence after tokenisation. Question answering splits a longer context into overlapping windows; the other tasks cut longer texts.',
    {
      min: 16,
      unit: 'tokens',
      when: 'Time and memory of attention grow with its square; below 384, questions on long contexts lose answers at the seams.',
      example: 256,
    },
  ),
  doc_stride: integer(128, 'Overlap of neighbouring windows of a long context. Only for question answering.', {
    min: 0,
    unit: 'tokens',
    when: 'Make it larger when answers fall on the border of two windows; every window more costs time.',
    example: 64,
  }),
  pad_to_max_length: boolean(
    false,
    'Follow Hugging Face’s scripts exactly: every sequence is padded to `max_seq_length`, each micro-batch counts alike in a weight update, and in question answering pad positions take part in the loss and in the choice of answers. Off: padding is masked out, sequences are grouped by length, which is faster, and each label counts alike.',
    { when: 'Turn it on to get the very figures of run_qa.py; leave it off to save the time that padding takes.' },
  ),
  max_train_samples: integer(null, 'Use only the first so many training examples. Null: all.', {
    min: 1,
    when: 'Set it for a quick try, or to see whether a model can learn a few examples by heart.',
    example: 1000,
  }),
  max_eval_samples: integer(null, 'Use only the first so many evaluation examples. Null: all.', {
    min: 1,
    when: 'Set it when evaluation takes long compared with training.',
    example: 500,
  }),
  version_2_with_negative: boolean(
    false,
    'The dataset has unanswerable questions (SQuAD v2.0). Only for question answering.',
    { when: 'Turn it on for SQuAD v2.0; without it every question is taken to have an answer.' },
  ),
  null_score_diff_threshold: number(
    0,
    'Answer "no answer" when the null score exceeds the best answer by more than this (SQuAD v2.0). Only for question answering.',
    { when: 'Tune it on held-out data when a SQuAD v2.0 model answers too often or too rarely.', example: -1.5 },
  ),
  n_best_size: integer(20, 'Candidate answers kept for each question. Only for question answering.', {
    min: 1,
    when: 'Raise it when long contexts have many candidates of about the same score.',
    example: 30,
  }),
  max_answer_length: integer(30, 'Longest answer considered. Only for question answering.', {
    min: 1,
    unit: 'tokens',
    when: 'Raise it when answers are whole sentences.',
    example: 60,
  }),
  mlm_probability: number(
    0.15,
    'Share of the tokens that are masked, anew in every epoch: 80 % of them become `[MASK]`, 10 % a random token, 10 % stay. Only for pre-training.',
    {
      exclusiveMin: 0,
      max: 1,
      when: 'Rarely changed: much less teaches little a step, much more leaves too little context.',
      example: 0.2,
    },
  ),
  max_predictions_per_seq: integer(
    null,
    'Masked tokens of a sequence at most; BERT’s first phase has 20 at 128 tokens. Null: as `mlm_probability` says. Only for pre-training.',
    {
      min: 1,
      unit: 'tokens',
      when: 'Set it for IPUs, whose compiled graph has a fixed number of predictions.',
      example: 20,
    },
  ),
};
