// `ipuw export FORM …`: an experiment or runs for other programs. `onnx`: an experiment's model (src/engine/export-onnx.ts); `command`: the
// command line of the script that does the same (src/config/import/); the forms of runs are in export-runs.ts.

import { basename, resolve } from 'node:path';
import { experimentInvalid } from '../../config/errors.ts';
import type { Experiment } from '../../config/fields.ts';
import { kindOfPath } from '../../config/files.ts';
import { exportExperiment } from '../../config/import/export-file.ts';
import { examineExperiment } from '../../config/load.ts';
import type { Problem } from '../../config/problem.ts';
import type { ExportSummary } from '../../engine/export-onnx.ts';
import { exportFormats } from '../../shared/messages/sharing.ts';
import { type Input, jsonOption, type Command, workspaceOption } from '../command.ts';
import { argumentMissing, optionNotForExport, outputExists, tooManyArguments, unknownExport } from '../errors.ts';
import { note, oneLine, print, printJson, renderPairs } from '../output.ts';
import { readVersion } from '../programs.ts';
import { readTextFile } from '../read-file.ts';
import { exportRunsAs, runFormNotes, runForms } from './export-runs.ts';

const forms = ['onnx', 'command', ...runForms] as const;

/** Options that only `onnx` has. */
const onnxOptions = ['seq-len', 'micro-batch', 'half'];

/** Options that only runs have. */
const runOptions = ['format', 'workspace'];

/** Exports an experiment, or runs. */
export const exportCommand: Command = {
  name: 'export',
  summary:
    'Write an experiment’s model for PopART (FORM: onnx) or its run_qa.py command (command); or runs as tables (runs, series), a report (report) or event files (tensorboard).',
  arguments: ['FORM'],
  moreArguments: 'FILE|RUN',
  options: {
    output: {
      value: 'PATH',
      doc: 'File to write, or folder for tensorboard. Default: a name of its own in this folder.',
    },
    force: { doc: 'Replace what is there.' },
    format: {
      value: 'FORMAT',
      doc: `Of runs and series: ${exportFormats.join(', ')}. Default: as --output ends, else csv.`,
    },
    ...workspaceOption,
    'seq-len': { value: 'N', doc: 'Tokens of a sequence. Default: data.max_seq_length.' },
    'micro-batch': { value: 'N', doc: 'Examples of a micro-batch. Default: training.per_device_train_batch_size.' },
    half: { doc: 'Write weights as 16-bit floats, and compute with them.' },
    ...jsonOption,
  },
  notes: `onnx FILE: inputs are input_ids, attention_mask and token_type_ids; pre-training scores only the words at masked_positions, which count
from the start of each sequence. Weights are those of the model on this machine; without one they are random, from training.seed.

command FILE: prints the command line of run_qa.py, or of the script for the task, that does the same with optimum-graphcore, quoted for a POSIX
shell; --json gives its words. What no argument can say is told on standard error. \`ipuw import\` goes the other way.

${runFormNotes}`,
  async run(input) {
    const form = input.argument('FORM');
    if (!forms.some((each) => each === form)) throw unknownExport(form, forms);
    const runForm = runForms.find((each) => each === form);
    const stray = [...(runForm === undefined ? runOptions : onnxOptions)].find((option) => input.isSet(option));
    if (stray !== undefined) throw optionNotForExport(stray, form);
    if (runForm !== undefined) return exportRunsAs(runForm, input);
    const [path, ...others] = input.moreArguments();
    if (path === undefined || path === '') throw argumentMissing('export', 'FILE');
    if (others[0] !== undefined) throw tooManyArguments(exportCommand, others[0]);
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
  const stray = ['output', 'force', ...onnxOptions].find((option) => input.isSet(option));
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
