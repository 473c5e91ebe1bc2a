// `ipuw export FORM FILE`: an experiment for other programs. `onnx`: its model (src/engine/export-onnx.ts); `command`: the command
// line of the script that does the same (src/config/import/).

import { basename, resolve } from 'node:path';
import { experimentInvalid } from '../../config/errors.ts';
import type { Experiment } from '../../config/fields.ts';
import { kindOfPath } from '../../config/files.ts';
import { exportExperiment } from '../../config/import/export-file.ts';
import { examineExperiment } from '../../config/load.ts';
import type { Problem } from '../../config/problem.ts';
import type { ExportSummary } from '../../engine/export-onnx.ts';
import { type Input, jsonOption, type Command } from '../command.ts';
import { optionNotForExport, outputExists, unknownExport } from '../errors.ts';
import { note, oneLine, print, printJson, renderPairs } from '../output.ts';
import { readVersion } from '../programs.ts';
import { readTextFile } from '../read-file.ts';

const forms = ['onnx', 'command'] as const;

/** Options that only `onnx` has. */
const onnxOptions = ['output', 'force', 'seq-len', 'micro-batch', 'half'];

/** Exports an experiment. */
export const exportCommand: Command = {
  name: 'export',
  summary:
    'Write the forward pass of an experiment’s model as an ONNX file for PopART (FORM: onnx), or print its run_qa.py command (command).',
  arguments: ['FORM', 'FILE'],
  options: {
    output: { value: 'MODEL.onnx', doc: 'File to write. Default: the experiment file’s name, in this folder.' },
    force: { doc: 'Replace the file if it exists.' },
    'seq-len': { value: 'N', doc: 'Tokens of a sequence. Default: data.max_seq_length.' },
    'micro-batch': { value: 'N', doc: 'Examples of a micro-batch. Default: training.per_device_train_batch_size.' },
    half: { doc: 'Write weights as 16-bit floats, and compute with them.' },
    ...jsonOption,
  },
  notes: `onnx: inputs are input_ids, attention_mask and token_type_ids; pre-training scores only the words at masked_positions, which count
from the start of each sequence. Weights are those of the model on this machine; without one they are random, from training.seed.

command: prints the command line of run_qa.py, or of the script for the task, that does the same with optimum-graphcore, quoted for a POSIX
shell; --json gives its words. What no argument can say is told on standard error. \`ipuw import\` goes the other way.`,
  async run(input) {
    const form = input.argument('FORM');
    if (!forms.some((each) => each === form)) throw unknownExport(form, forms);
    const path = input.argument('FILE');
    if (form === 'command') return printCommand(path, input);
    const sequenceLength = input.text('seq-len') === undefined ? undefined : input.integer('seq-len', 0, 16);
    const microBatch = input.text('micro-batch') === undefined ? undefined : input.integer('micro-batch', 0, 1);
    const experiment = await readExperiment(path);
    const outputFile = resolve(input.text('output') ?? `${basename(path).replace(/(\.ipu)?\.json$/, '')}.onnx`);
    if (!input.isSet('force') && (await kindOfPath(outputFile)) !== 'missing') throw outputExists(outputFile);
    const { exportOnnx } = await import('../../engine/export-onnx.ts');
    const half = input.isSet('half');
    const version = await readVersion();
    const summary = await exportOnnx({ experiment, outputFile, sequenceLength, microBatch, half, version });
    for (const line of summary.notes) note(oneLine(line));
    if (input.isSet('json')) printJson(summary);
    else print(renderSummary(summary));
    return 0;
  },
};

async function printCommand(path: string, input: Input): Promise<number> {
  const stray = onnxOptions.find((option) => input.isSet(option));
  if (stray !== undefined) throw optionNotForExport(stray, 'command');
  const exported = await exportExperiment(await readTextFile('experiment file', path), path);
  if (input.isSet('json')) printJson(exported);
  else print(exported.text);
  if (!input.isSet('json')) for (const { message } of exported.notices) note(oneLine(message));
  return 0;
}

/** The experiment of a file. Data that are not there are no fault where only the model is wanted. */
async function readExperiment(path: string): Promise<Experiment> {
  const { experiment, problems } = await examineExperiment(await readTextFile('experiment file', path), path);
  const needsData = !['question-answering', 'pretraining'].includes(experiment.task);
  const isOfData = ({ code }: Problem): boolean => /^(train|validation)-file-missing$|^data-file-not-named$/.test(code);
  const errors = problems.filter((problem) => problem.severity === 'error' && (needsData || !isOfData(problem)));
  if (errors.length > 0) throw experimentInvalid(resolve(path), errors);
  return experiment;
}

function renderSummary(summary: ExportSummary): string {
  const { file, bytes, opset, precision, inputs, outputs, ipus, stages, weights } = summary;
  const port = ({ name, dtype, shape }: ExportSummary['inputs'][number]): string =>
    `${name} ${dtype}[${shape.join(', ')}]`;
  const layers = ipus.map(({ index, layers: count }) => `IPU ${index}: ${count}`).join(', ');
  const order = stages.map(({ stage, ipu }) => `${stage} on IPU ${ipu}`).join(', ');
  return renderPairs([
    ['File', `${oneLine(file)} (${(bytes / 1e6).toFixed(1)} MB)`],
    ['Format', `ONNX, operator set ${opset}, ${precision}`],
    ['Weights', weights === null ? 'random' : oneLine(weights)],
    ['Inputs', inputs.map(port).join(', ')],
    ['Outputs', outputs.map(port).join(', ')],
    ['Encoder layers', layers],
    ['Stages', order],
  ]);
}
