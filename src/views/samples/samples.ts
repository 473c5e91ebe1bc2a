// The samples that come with the extension: what each is, and the files that it needs. All lie in samples/.

import * as l10n from '@vscode/l10n';

export interface Sample {
  /** Also the name of the folder that it is copied to. */
  readonly id: string;
  /** In the language of the window, which is known only once the extension runs. */
  readonly title: () => string;
  readonly detail: () => string;
  readonly experiment: string;
  /** What else it needs, by the same relative paths. */
  readonly data: readonly string[];
}

const vocabulary = 'vocab.txt';
const bringYourOwn = (): string => l10n.t('Can be planned at once; launching says which files of SQuAD to put where.');

/** In the order in which they are offered. */
export const samples: readonly Sample[] = [
  {
    id: 'quick-start',
    title: () => l10n.t('Quick start: question answering'),
    detail: () => l10n.t('A tiny BERT from random weights on 200 questions, about a minute on two cores.'),
    experiment: 'quick-start.ipu.json',
    data: [vocabulary, 'squad/train-sample.json', 'squad/dev-sample.json', 'squad/NOTICE.md'],
  },
  {
    id: 'sequence-classification',
    title: () => l10n.t('Sequence classification'),
    detail: () => l10n.t('Labels for sentences, from CSV; seconds.'),
    experiment: 'sequence-classification.ipu.json',
    data: [vocabulary, 'sentiment/train.csv', 'sentiment/dev.csv'],
  },
  {
    id: 'token-classification',
    title: () => l10n.t('Token classification'),
    detail: () => l10n.t('Tags for words: people, places, organisations; seconds.'),
    experiment: 'token-classification.ipu.json',
    data: [vocabulary, 'entities/train.conll', 'entities/dev.conll'],
  },
  {
    id: 'multiple-choice',
    title: () => l10n.t('Multiple choice'),
    detail: () => l10n.t('The right ending of four, in SWAG’s layout; seconds.'),
    experiment: 'multiple-choice.ipu.json',
    data: [vocabulary, 'endings/train.jsonl', 'endings/dev.jsonl'],
  },
  {
    id: 'pretraining',
    title: () => l10n.t('Pre-training'),
    detail: () => l10n.t('Masked words and next sentences, from text; seconds.'),
    experiment: 'pretraining.ipu.json',
    data: [vocabulary, 'corpus/train.txt', 'corpus/dev.txt'],
  },
  {
    id: 'sweep',
    title: () => l10n.t('Sweep over learning rates and seeds'),
    detail: () => l10n.t('One file, six short runs in a queue: launch it by “IPU: Launch Sweep”.'),
    experiment: 'sweep.ipu.json',
    data: [vocabulary, 'sentiment/train.csv', 'sentiment/dev.csv'],
  },
  {
    id: 'bert-base-squad',
    title: () => l10n.t('Recipe: Graphcore/bert-base-uncased-squad'),
    detail: bringYourOwn,
    experiment: 'bert-base-squad.ipu.json',
    data: [],
  },
  {
    id: 'bert-large-squad',
    title: () => l10n.t('Recipe: Graphcore/bert-large-uncased-squad'),
    detail: bringYourOwn,
    experiment: 'bert-large-squad.ipu.json',
    data: [],
  },
];
