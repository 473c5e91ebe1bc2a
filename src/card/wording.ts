// The fixed words of a card, by which its facts are found again. Those of optimum-graphcore's cards where they have them.

/** Headings, in their order. */
export const headings = {
  description: 'Model description',
  use: 'Intended uses & limitations',
  data: 'Training and evaluation data',
  procedure: 'Training procedure',
  hyperparameters: 'Training hyperparameters',
  ipuConfig: 'IPU configuration',
  results: 'Training results',
  versions: 'Framework versions',
} as const;

/** Beginnings of sentences. */
export const phrases = {
  fineTuned: 'This model is a fine-tuned version of',
  fromRandom: 'This model was trained from random weights',
  data: 'Trained and evaluated on:',
  unfinished: 'This run is not finished:',
  machine: 'Model was trained on',
  command: 'Command line:',
  notInCommand: 'No argument of the command says:',
  hyperparameters: 'The following hyperparameters were used during training:',
  modelled: 'Modelled from this configuration, not measured on IPUs:',
  mark: '(modelled)',
} as const;
