// What a host answers about a run's details, for tests of the page. Not measured: shapes only.

import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { DetailMessages, RunDetails } from '../../src/shared/messages/details.ts';

const field = (path: string, value: unknown, fallback: unknown) => ({
  path,
  value: JSON.stringify(value),
  fallback: JSON.stringify(fallback),
  differs: JSON.stringify(value) !== JSON.stringify(fallback),
  doc: `What ${path} is, in the words of the reference.`,
});

/** A run whose learning rate and layers somebody has set. */
export const details: RunDetails = {
  configuration: {
    fields: [
      field('task', 'question-answering', 'question-answering'),
      field('training.learning_rate', 9e-5, 5e-5),
      field('training.num_train_epochs', 3, 3),
      field('ipu_config.layers_per_ipu', [3, 3, 3, 3], [1]),
    ],
    problem: '',
  },
  environment: {
    versions: { workbench: '0.1.0', node: '24.4.0', onnxruntime: '1.30.0' },
    platform: 'linux',
    release: '6.8.0',
    arch: 'x64',
    host: 'trainer',
    processor: 'A processor',
    processors: 2,
    memoryBytes: 8_000_000_000,
    git: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      branch: 'main',
      dirty: true,
      diff: '--- a/x\n+++ b/x\n-old\n+new\n',
      diffTruncated: false,
    },
  },
};

export const detailAnswers: Handlers<DetailMessages> = {
  'details/get': () => details,
  'details/copy-command': () => null,
  'details/run-again': () => null,
  'details/open-notes': () => null,
  'details/reveal': () => null,
};
