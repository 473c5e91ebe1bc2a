// Plain loops over long columns: a function called for each number takes ten times as long. Pure.

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

/** True for every number but NaN and the infinities. */
export function isFiniteNumber(value: number): boolean {
  return value - value === 0;
}

/** True if all numbers are finite. */
export function allFinite(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (!isFiniteNumber(column[i]!)) return false;
  return true;
}

/** True if there is a NaN. */
export function hasNaN(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (column[i] !== column[i]) return true;
  return false;
}

/** The finite numbers, as a column of their own. */
export function finiteOnly(column: Float64Array): Float64Array<ArrayBuffer> {
  const finite = new Float64Array(column.length);
  let count = 0;
  for (let i = 0; i < column.length; i++) if (isFiniteNumber(column[i]!)) finite[count++] = column[i]!;
  return finite.subarray(0, count);
}

/** Each number times one and plus another. */
export function scaled(column: Float64Array, factor: number, plus: number): Float64Array {
  const result = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) result[i] = column[i]! * factor + plus;
  return result;
}

/** True if no number is less than the one before it. */
export function ascends(column: Float64Array): boolean {
  for (let i = 1; i < column.length; i++) if (column[i]! < column[i - 1]!) return false;
  return true;
}
