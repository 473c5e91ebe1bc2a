// Places in ascending numbers.

/** Index of the first number that is not less than `value`; the length if all are less. */
export function firstIndexFrom(ascending: Float64Array, value: number, length = ascending.length): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first number that is greater than `value`; the length if none is. */
export function firstIndexAfter(ascending: Float64Array, value: number, length = ascending.length): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
