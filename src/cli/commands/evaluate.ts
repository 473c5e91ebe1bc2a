// `ipuw evaluate`: scores a model folder on a dataset, by the task that the model was trained for.

import { resolve } from 'node:path';
import { jsonOption, type Command } from '../command.ts';
import { renderFigures } from '../describe-run.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { ProgressDisplay } from '../progress-display.ts';
import { renderProgressLine } from '../progress-line.ts';
import { findFile, findModelFolder } from '../read-file.ts';

/** Evaluates a model folder. */
export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Evaluate a Hugging Face BERT model folder, such as a checkpoint, on a dataset of its task.',
  arguments: ['MODEL_FOLDER'],
  options: {
    dataset: {
      value: 'FILE',
      required: true,
      doc: 'Data with the answers or labels: SQuAD, or what else the model was trained on.',
    },
    'max-seq-length': { value: 'N', doc: 'Longest sequence in tokens. Default: 384.' },
    'doc-stride': {
      value: 'N',
      doc: 'Tokens that neighbouring windows of a long context share (questions). Default: 128.',
    },
    'pad-to-max-length': {
      doc: 'Pad as run_qa.py does by default, where padding may push answers out of the best 20. Slower.',
    },
    'batch-size': { value: 'N', doc: 'Sequences computed at a time. Default: 8.' },
    'n-best-size': { value: 'N', doc: 'Candidate answers kept for each question. Default: 20.' },
    'max-answer-length': { value: 'N', doc: 'Longest answer in tokens. Default: 30.' },
    'version-2-with-negative': { doc: 'The dataset has unanswerable questions (SQuAD v2.0).' },
    'null-score-diff-threshold': {
      value: 'X',
      doc: 'With it: answer "no answer" when that scores higher than the best answer by more than X. Default: 0.',
    },
    output: { value: 'DIR', doc: 'Write predictions and figures there, in the files that run_qa.py writes.' },
    ...jsonOption,
  },
  async run(input) {
    const modelFolder = await findModelFolder(input.argument('MODEL_FOLDER'));
    const datasetFile = await findFile('dataset', input.requiredText('dataset'));
    const output = input.text('output');
    const settings = {
      maxSeqLength: input.integer('max-seq-length', 384, 16),
      padToMaxLength: input.isSet('pad-to-max-length'),
      docStride: input.integer('doc-stride', 128, 0),
      batchSize: input.integer('batch-size', 8, 1),
      nBestSize: input.integer('n-best-size', 20, 1),
      maxAnswerLength: input.integer('max-answer-length', 30, 1),
      version2: input.isSet('version-2-with-negative'),
      nullScoreDiffThreshold: input.decimal('null-score-diff-threshold', 0),
    };
    // Loaded only here: it brings ONNX Runtime with it, which no other command needs.
    const { evaluateModelFolder } = await import('../../engine/evaluate.ts');
    const display = new ProgressDisplay(process.stderr);
    const startMs = performance.now();
    const { metrics, notes } = await evaluateModelFolder({
      modelFolder,
      datasetFile,
      ...settings,
      ...(output === undefined ? {} : { outputFolder: resolve(output) }),
      onProgress: (done, total) => {
        const perSecond = done > 0 ? (1000 * done) / (performance.now() - startMs) : 0;
        const speed = perSecond > 0 ? { perSecond, remainingMs: (1000 * (total - done)) / perSecond } : {};
        const progress = { phase: 'evaluate', done, total, ...speed } as const;
        display.update('evaluate', (columns, bar) => renderProgressLine(progress, '', columns, bar));
      },
    }).finally(() => display.finish());
    for (const line of notes) note(oneLine(line));
    if (input.isSet('json')) printJson(metrics);
    else print(renderFigures(metrics));
    return 0;
  },
};
