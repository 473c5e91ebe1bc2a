// Prediction files: a JSON object from question ids to answers.

import { parseJson } from '../data/json.ts';
import { notPredictions } from './errors.ts';

/** Parses a prediction file such as eval_predictions.json, in the file's order; `fileName` is for error messages. */
export function parsePredictions(text: string, fileName: string): Map<string, string> {
  const json = parseJson(text, fileName);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw notPredictions(fileName, `it holds ${Array.isArray(json) ? 'a list' : JSON.stringify(json)}, not an object`);
  }
  const predictions = new Map<string, string>();
  for (const [id, answer] of Object.entries(json as Record<string, unknown>)) {
    if (typeof answer !== 'string') {
      const found = Array.isArray(answer) ? 'a list (is this an n-best file?)' : typeof answer;
      throw notPredictions(fileName, `the answer of question "${id}" is ${found}, not text`);
    }
    predictions.set(id, answer);
  }
  if (predictions.size === 0) throw notPredictions(fileName, 'it holds no predictions');
  return predictions;
}
