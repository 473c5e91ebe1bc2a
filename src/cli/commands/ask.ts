// `ipuw ask`: a question about a paragraph, answered by a checkpoint.

import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { answerSettingsOf, evaluatedModelOf } from '../../config/answer-settings.ts';
import { parseResolvedExperiment } from '../../config/resolved.ts';
import { settleExperiment } from '../../config/settle.ts';
import { parseJson } from '../../engine/data/json.ts';
import type { AnswerSettings, AskedAnswer } from '../../shared/messages/ask.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { jsonOption, workspaceOption, type Command, type Input } from '../command.ts';
import { contextMissing, optionsOppose, runHasNoModel } from '../errors.ts';
import { note, oneLine, print, printJson, renderTable } from '../output.ts';
import { readTextFile } from '../read-file.ts';
import { withRun } from '../session.ts';

/** Asks a model. */
export const askCommand: Command = {
  name: 'ask',
  summary:
    'Ask a question about a paragraph; MODEL is a run (its id, the beginning of it, or `last`) or a model folder.',
  arguments: ['MODEL'],
  options: {
    question: { value: 'TEXT', required: true, doc: 'The question.' },
    context: { value: 'TEXT', doc: 'The paragraph that may answer it.' },
    'context-file': { value: 'FILE', doc: 'Read the paragraph from a text file instead.' },
    step: { value: 'N', doc: 'Ask the checkpoint of this weight update of the run. Default: the last one.' },
    'max-seq-length': { value: 'N', doc: 'Longest sequence in tokens. Default: as the run has it, or 384.' },
    'doc-stride': { value: 'N', doc: 'Tokens that neighbouring windows share. Default: as the run has it, or 128.' },
    'n-best-size': { value: 'N', doc: 'Candidate answers kept. Default: as the run has it, or 20.' },
    'max-answer-length': { value: 'N', doc: 'Longest answer in tokens. Default: as the run has it, or 30.' },
    'version-2-with-negative': { doc: '"No answer" is a possible answer. A run that was trained so has it anyway.' },
    'null-score-diff-threshold': {
      value: 'X',
      doc: 'With it: answer "no answer" when that scores higher than the best answer by more than X.',
    },
    ...jsonOption,
    ...workspaceOption,
  },
  async run(input) {
    const question = input.requiredText('question');
    const context = await readContext(input);
    const { folder, settings } = await findModel(input);
    // Loaded only here: it brings ONNX Runtime with it.
    const { openAnswerer } = await import('../../engine/ask/answerer.ts');
    const answerer = await openAnswerer(folder, withOptions(settings, input));
    const answer = await answerer.answer(question, context);
    await answerer.release();
    for (const line of answer.notes) note(oneLine(line));
    if (input.isSet('json')) printJson({ model: folder, ...answer });
    else print(renderAnswer(answer));
    return 0;
  },
};

interface FoundModel {
  readonly folder: string;
  readonly settings: AnswerSettings;
}

async function readContext(input: Input): Promise<string> {
  const [text, file] = [input.text('context'), input.text('context-file')];
  if (text !== undefined && file !== undefined) throw optionsOppose('context', 'context-file');
  if (file !== undefined) return readTextFile('paragraph', file);
  if (text === undefined) throw contextMissing();
  return text;
}

/** A folder with a model in it, or else a run by its name. */
async function findModel(input: Input): Promise<FoundModel> {
  const wanted = input.argument('MODEL');
  const folder = resolve(wanted);
  if (await isFile(join(folder, 'config.json'))) return { folder, settings: await settingsNear(folder) };
  return withRun(wanted, input.text('workspace'), async (run) => {
    const step = input.text('step') === undefined ? undefined : input.integer('step', 0, 0);
    const newestFirst = [...run.checkpoints].sort((one, two) => two.step - one.step);
    for (const checkpoint of newestFirst) {
      const path = join(run.folder, checkpoint.path);
      const isMeant = step === undefined || step === checkpoint.step;
      if (isMeant && (await isFile(join(path, 'config.json'))))
        return { folder: path, settings: await settingsNear(path) };
    }
    const experiment = parseResolvedExperiment(run.experiment);
    const evaluated = step === undefined ? evaluatedModelOf(experiment) : null;
    if (evaluated !== null && (await isFile(join(evaluated, 'config.json'))))
      return { folder: evaluated, settings: answerSettingsOf(experiment) };
    throw runHasNoModel(run.runId, step);
  });
}

/** How the run of a checkpoint finds its answers; for other folders the defaults. */
async function settingsNear(modelFolder: string): Promise<AnswerSettings> {
  const checkpoints = dirname(modelFolder);
  const path = join(dirname(checkpoints), runFiles.experiment);
  if (basename(checkpoints) !== runFiles.checkpoints || !(await isFile(path)))
    return answerSettingsOf(settleExperiment({}));
  return answerSettingsOf(parseResolvedExperiment(parseJson(await readTextFile('experiment', path), path)));
}

function withOptions(settings: AnswerSettings, input: Input): AnswerSettings {
  return {
    maxSeqLength: input.integer('max-seq-length', settings.maxSeqLength, 16),
    docStride: input.integer('doc-stride', settings.docStride, 0),
    padToMaxLength: settings.padToMaxLength,
    version2: settings.version2 || input.isSet('version-2-with-negative'),
    nullScoreDiffThreshold: input.decimal('null-score-diff-threshold', settings.nullScoreDiffThreshold),
    nBestSize: input.integer('n-best-size', settings.nBestSize, 1),
    maxAnswerLength: input.integer('max-answer-length', settings.maxAnswerLength, 1),
  };
}

/** Candidates shown; the rest is in the JSON. */
const shownCandidates = 5;

function renderAnswer({ answer, candidates, nullOdds }: AskedAnswer): string {
  const rows = candidates
    .slice(0, shownCandidates)
    .map(({ text, start, end, probability }) => [
      probability.toFixed(3),
      end > start ? `${start}–${end}` : '',
      shown(text),
    ]);
  const table = renderTable(['probability', 'place', 'candidate'], rows, ['probability']);
  const odds = nullOdds === null ? [] : [`"No answer" scores ${nullOdds.toFixed(2)} above the best answer.`];
  return [shown(answer), '', table, ...odds].join('\n');
}

function shown(answer: string): string {
  return answer === '' ? '(no answer)' : oneLine(answer);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
