// Quantiles without sorting all values.

/** The quantile of some finite values, which are put into another order; between two values evenly (numpy's `linear`). */
export function quantile(values: Float64Array, share: number): number {
  const place = (values.length - 1) * share;
  const below = Math.floor(place);
  select(values, below);
  const lower = values[below]!;
  if (below === place) return lower;
  let upper = Infinity;
  for (let i = below + 1; i < values.length; i++) if (values[i]! < upper) upper = values[i]!;
  const part = place - below;
  return lower * (1 - part) + upper * part;
}

/** Moves the k-th smallest value to index k, smaller ones before it and greater ones behind it (Hoare's quickselect). */
function select(values: Float64Array, k: number): void {
  let [low, high] = [0, values.length - 1];
  // Halves twice as often as it should have to: then the values are such that sorting is the sure way.
  for (let left = 4 * Math.ceil(Math.log2(values.length + 1)); low < high; left--) {
    if (left === 0) return void values.subarray(low, high + 1).sort();
    const pivot = middleOf(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
