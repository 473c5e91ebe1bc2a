// Contents of the files that run_qa.py leaves in its output folder, byte for byte. Writing them is the caller's work.

import type { Candidate } from './postprocess.ts';
import { pythonFloat, pythonInt, type PythonObject, renderPythonJson } from './python-json.ts';

/** eval_predictions.json: the answer of each question. */
export function renderPredictions(predictions: ReadonlyMap<string, string>): string {
  return `${renderPythonJson({ fields: predictions })}\n`;
}

/** eval_nbest_predictions.json: the candidates of each question, best first. */
export function renderNBest(nBest: ReadonlyMap<string, readonly Candidate[]>): string {
  const fields = Array.from(nBest, ([id, candidates]) => [id, { list: candidates.map(candidateFields) }] as const);
  return `${renderPythonJson({ fields })}\n`;
}

/** eval_null_odds.json (SQuAD v2.0): how much higher "no answer" scores than the best answer. */
export function renderNullOdds(nullOdds: ReadonlyMap<string, number>): string {
  const fields = Array.from(nullOdds, ([id, odds]) => [id, pythonFloat(odds)] as const);
  return `${renderPythonJson({ fields })}\n`;
}

/** eval_results.json, train_results.json, all_results.json: figures sorted by name; like the reference, without a last line end. */
export function renderMetrics(values: Readonly<Record<string, number>>): string {
  const names = Object.keys(values).sort();
  const fields = names.map((name) => {
    const value = values[name] ?? Number.NaN;
    return [name, isCount(name) ? pythonInt(value) : pythonFloat(value)] as const;
  });
  return renderPythonJson({ fields });
}

/** Hugging Face writes numbers of samples and questions as whole numbers, and everything else as floats. */
function isCount(name: string): boolean {
  return name.endsWith('_samples') || name.endsWith('_total');
}

function candidateFields({ text, startLogit, endLogit, probability, placeholder }: Candidate): PythonObject {
  const logits = [
    ['start_logit', pythonFloat(startLogit)],
    ['end_logit', pythonFloat(endLogit)],
  ] as const;
  const textField = ['text', text] as const;
  // The reference builds its stand-in with the text first.
  const fields = placeholder ? [textField, ...logits] : [...logits, textField];
  return { fields: [...fields, ['probability', pythonFloat(probability)]] };
}

/** eval_predictions.json of tasks other than question answering: a list with one row a line. */
export function renderRows(rows: readonly object[]): string {
  return `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`;
}
