// Scores of classifiers and of regressions, as scikit-learn and SciPy compute them. All are fractions, not percentages.

/** Share of predictions that are right. */
export function accuracy(labels: readonly number[], predictions: readonly number[]): number {
  return ratio(labels.filter((label, i) => label === predictions[i]).length, labels.length);
}

/** F1 of one label: the harmonic mean of precision and recall; 0 if it neither occurs nor is predicted. */
export function f1OfLabel(label: number, labels: readonly number[], predictions: readonly number[]): number {
  const hits = labels.filter((each, i) => each === label && predictions[i] === label).length;
  const occurs = labels.filter((each) => each === label).length;
  const predicted = predictions.filter((each) => each === label).length;
  return ratio(2 * hits, occurs + predicted);
}

/** Mean F1 of all labels that occur or are predicted. */
export function macroF1(labels: readonly number[], predictions: readonly number[]): number {
  const present = [...new Set([...labels, ...predictions])];
  return ratio(
    present.reduce((sum, label) => sum + f1OfLabel(label, labels, predictions), 0),
    present.length,
  );
}

/** Matthews' correlation of two labels, 0 and 1; 0 if one of them is never there. */
export function matthewsCorrelation(labels: readonly number[], predictions: readonly number[]): number {
  return pearson(labels, predictions);
}

/** Mean squared difference. */
export function meanSquaredError(targets: readonly number[], predictions: readonly number[]): number {
  return mean(targets.map((target, i) => (target - predictions[i]!) ** 2));
}

/** Pearson's correlation; 0 if one side does not vary. */
export function pearson(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (of: (x: number, y: number) => number): number =>
    a.reduce((total, x, i) => total + of(x - meanA, b[i]! - meanB), 0);
  return ratio(
    sum((x, y) => x * y),
    Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y)),
  );
}

/** Spearman's correlation: Pearson's of the ranks, equal values sharing their mean rank. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  return pearson(ranks(a), ranks(b));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i++) result[order[i]!] = (start + end - 1) / 2;
    start = end;
  }
  return result;
}

function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((a, b) => a + b, 0),
    values.length,
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
