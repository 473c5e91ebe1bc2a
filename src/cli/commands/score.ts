// `ipuw score`: the official SQuAD scores of a prediction file.

import { parsePredictions } from '../../engine/eval/predictions.ts';
import { scoreV1, scoreV2, type SquadScore } from '../../engine/eval/squad-metric.ts';
import { readSquad } from '../../engine/run/data-file.ts';
import { jsonOption, type Command } from '../command.ts';
import { nothingToScore } from '../errors.ts';
import { note, oneLine, print, printJson, renderPairs } from '../output.ts';
import { findFile, readTextFile } from '../read-file.ts';

/** Scores predictions against a dataset. */
export const scoreCommand: Command = {
  name: 'score',
  summary: 'Score predictions against a SQuAD dataset: the official exact match and F1.',
  arguments: [],
  options: {
    dataset: { value: 'FILE', required: true, doc: 'SQuAD questions with the answers: JSON, JSON Lines or Parquet.' },
    predictions: {
      value: 'FILE',
      required: true,
      doc: 'Predictions as run_qa.py writes them: {"question id": "answer"}.',
    },
    'version-2-with-negative': { doc: 'The dataset has unanswerable questions (SQuAD v2.0).' },
    ...jsonOption,
  },
  async run(input) {
    const [datasetFile, predictionsFile] = [input.requiredText('dataset'), input.requiredText('predictions')];
    const version2 = input.isSet('version-2-with-negative');
    const { examples, notes } = await readSquad(await findFile('dataset', datasetFile), { version2 });
    const predictions = parsePredictions(await readTextFile('predictions file', predictionsFile), predictionsFile);
    const score = (version2 ? scoreV2 : scoreV1)(examples, predictions);
    if (score.missing.length === score.examples.length && score.examples.length > 0)
      throw nothingToScore(predictionsFile, datasetFile, score.unknown.length);
    for (const line of [...notes, ...listGaps(score)]) note(oneLine(line));
    if (input.isSet('json')) printJson(score.figures);
    else print(renderPairs(Object.entries(score.figures).map(([name, value]) => [name, String(value)])));
    return 0;
  },
};

/** What the figures do not show: questions that nobody answered and answers that nobody asked for. */
function listGaps({ missing, unknown, examples }: SquadScore): string[] {
  const named = (ids: readonly string[]): string => `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
  return [
    missing.length > 0
      ? `${missing.length} of ${examples.length} questions have no prediction and count as wrong: ${named(missing)}.`
      : '',
    unknown.length > 0
      ? `${unknown.length} predictions are for questions that are not in the dataset and do not count: ${named(unknown)}.`
      : '',
  ].filter((line) => line !== '');
}
