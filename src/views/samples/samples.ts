// The samples that come with the extension: what each is, and the files that it needs. All lie in samples/.

export interface Sample {
  /** Also the name of the folder that it is copied to. */
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly experiment: string;
  /** What else it needs, by the same relative paths. */
  readonly data: readonly string[];
}

const vocabulary = 'vocab.txt';
const bringYourOwn = 'Can be planned at once; launching says which files of SQuAD to put where.';

/** In the order in which they are offered. */
export const samples: readonly Sample[] = [
  {
    id: 'quick-start',
    title: 'Quick start: question answering',
    detail: 'A tiny BERT from random weights on 200 questions, about a minute on two cores.',
    experiment: 'quick-start.ipu.json',
    data: [vocabulary, 'squad/train-sample.json', 'squad/dev-sample.json', 'squad/NOTICE.md'],
  },
  {
    id: 'sequence-classification',
    title: 'Sequence classification',
    detail: 'Labels for sentences, from CSV; seconds.',
    experiment: 'sequence-classification.ipu.json',
    data: [vocabulary, 'sentiment/train.csv', 'sentiment/dev.csv'],
  },
  {
    id: 'token-classification',
    title: 'Token classification',
    detail: 'Tags for words: people, places, organisations; seconds.',
    experiment: 'token-classification.ipu.json',
    data: [vocabulary, 'entities/train.conll', 'entities/dev.conll'],
  },
  {
    id: 'multiple-choice',
    title: 'Multiple choice',
    detail: 'The right ending of four, in SWAG’s layout; seconds.',
    experiment: 'multiple-choice.ipu.json',
    data: [vocabulary, 'endings/train.jsonl', 'endings/dev.jsonl'],
  },
  {
    id: 'pretraining',
    title: 'Pre-training',
    detail: 'Masked words and next sentences, from text; seconds.',
    experiment: 'pretraining.ipu.json',
    data: [vocabulary, 'corpus/train.txt', 'corpus/dev.txt'],
  },
  {
    id: 'sweep',
    title: 'Sweep over learning rates and seeds',
    detail: 'One file, six short runs in a queue: launch it by “IPU: Launch Sweep”.',
    experiment: 'sweep.ipu.json',
    data: [vocabulary, 'sentiment/train.csv', 'sentiment/dev.csv'],
  },
  {
    id: 'bert-base-squad',
    title: 'Recipe: Graphcore/bert-base-uncased-squad',
    detail: bringYourOwn,
    experiment: 'bert-base-squad.ipu.json',
    data: [],
  },
  {
    id: 'bert-large-squad',
    title: 'Recipe: Graphcore/bert-large-uncased-squad',
    detail: bringYourOwn,
    experiment: 'bert-large-squad.ipu.json',
    data: [],
  },
];
