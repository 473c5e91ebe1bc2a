// A curve of any length as at most so many points: each the mean of a stretch, with its least and greatest value. Memory is bounded by the
// points that are kept, not by those that come.

/** What is kept of a curve. */
export interface ThinCurve {
  readonly steps: readonly number[];
  readonly means: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** True if points were put together. */
  readonly isThinned: boolean;
  readonly count: number;
  readonly last: number;
  readonly notFinite: { readonly at: readonly number[]; readonly count: number };
}

interface Bin {
  readonly step: number;
  sum: number;
  count: number;
  low: number;
  high: number;
}

const mostNotFinite = 100;

/** Takes points one by one, in the order of their recording. */
export class CurveThinner {
  readonly #most: number;
  #bins: Bin[] = [];
  /** Points in each bin. */
  #capacity = 1;
  #count = 0;
  #last = NaN;
  readonly #notFinite: number[] = [];
  #notFiniteCount = 0;

  /** `most`: how many points are kept at most; even. */
  constructor(most: number) {
    this.#most = most;
  }

  add(step: number, value: number): void {
    this.#count += 1;
    this.#last = value;
    if (!Number.isFinite(value)) {
      this.#notFiniteCount += 1;
      if (this.#notFinite.length < mostNotFinite) this.#notFinite.push(step);
      return;
    }
    const bin = this.#bins.at(-1);
    if (bin && bin.count < this.#capacity) join(bin, { step, sum: value, count: 1, low: value, high: value });
    else this.#bins.push({ step, sum: value, count: 1, low: value, high: value });
    if (this.#bins.length > this.#most) this.#halve();
  }

  get curve(): ThinCurve {
    // A resumed or imported run may have steps that go back.
    const bins = this.#bins.toSorted((a, b) => a.step - b.step);
    return {
      steps: bins.map(({ step }) => step),
      means: bins.map(({ sum, count }) => sum / count),
      low: bins.map(({ low }) => low),
      high: bins.map(({ high }) => high),
      isThinned: this.#capacity > 1,
      count: this.#count,
      last: this.#last,
      notFinite: { at: this.#notFinite.toSorted((a, b) => a - b), count: this.#notFiniteCount },
    };
  }

  #halve(): void {
    this.#bins = this.#bins.flatMap((bin, at) => {
      if (at % 2 === 1) return [];
      const next = this.#bins[at + 1];
      return [next ? join(bin, next) : bin];
    });
    this.#capacity *= 2;
  }
}

function join(bin: Bin, other: Bin): Bin {
  bin.sum += other.sum;
  bin.count += other.count;
  bin.low = Math.min(bin.low, other.low);
  bin.high = Math.max(bin.high, other.high);
  return bin;
}
