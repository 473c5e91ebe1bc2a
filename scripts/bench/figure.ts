// What a benchmark says in the end: medians, their ratio, and whether the mark is reached. Pure.

/** One figure, as `--json` prints it. */
export interface Figure {
  readonly bench: string;
  readonly case: string;
  /** Median over the rounds. */
  readonly ours: number;
  readonly peer: number | null;
  readonly unit: 's' | 'MiB';
  /** More than 1: ours is faster, or smaller. */
  readonly ratio: number | null;
  readonly rounds: number;
}

/** The middle one; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('the median of nothing');
  return (lower + upper) / 2;
}

/** The figure of one case from the rounds of both sides; `peer` is null where ours ran alone. Less is better in every unit. */
export function makeFigure(
  name: Pick<Figure, 'bench' | 'case' | 'unit'>,
  ours: readonly number[],
  peer: readonly number[] | null,
): Figure {
  const [mine, theirs] = [median(ours), peer === null ? null : median(peer)];
  return {
    bench: name.bench,
    case: name.case,
    ours: mine,
    peer: theirs,
    unit: name.unit,
    ratio: theirs === null ? null : theirs / mine,
    rounds: ours.length,
  };
}

/** The line of `--json`. */
export function figureLine(figure: Figure): string {
  const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(5)));
  const { ours, peer, ratio } = figure;
  return JSON.stringify({ ...figure, ours: rounded(ours), peer: rounded(peer), ratio: rounded(ratio) });
}

/** The line for people. */
export function describeFigure(
  { bench, case: name, ours, peer, unit, ratio, rounds }: Figure,
  mark: number | null,
): string {
  const quantity = (value: number): string => `${value < 100 ? value.toPrecision(3) : value.toFixed(0)} ${unit}`;
  const head = `${bench}: ${name}: ours ${quantity(ours)}`;
  if (peer === null || ratio === null) return `${head} (median of ${rounds})`;
  return `${head}, reference ${quantity(peer)}, ratio ${ratio.toFixed(2)} (medians of ${rounds})${verdict(ratio, mark)}`;
}

function verdict(ratio: number, mark: number | null): string {
  if (mark === null) return '';
  return ratio >= mark ? `, mark ${mark}: passed` : `, mark ${mark}: NOT REACHED`;
}
