// Probabilities of candidates, computed as numpy does for a short float32 array: its order of additions and its exponential,
// so that the n-best file of run_qa.py is reproduced digit by digit.

const log2e = Math.fround(Math.LOG2E);
// Cody-Waite split of ln 2: the high part has few bits, so that multiples of it are exact.
const ln2High = Math.fround(-6.93145752e-1);
const ln2Low = Math.fround(-1.42860677e-6);
// Rational approximation of exp on [-ln 2 / 2, ln 2 / 2], highest power first (numpy, npy_simd_data.h).
const numerator = [
  5.082762527590693718096e-4, 6.757896990527504603057e-3, 5.114512081637298353406e-2, 2.473615434895520810817e-1,
  7.257664613233124478488e-1, 9.999999999980870924916e-1,
].map(Math.fround);
const denominator = [2.159509375685829852307e-2, -2.742335390411667452936e-1, 1].map(Math.fround);
/** numpy's smallest argument whose exponential is not 0. */
const smallestArgument = -103.97208404541016;

/** Softmax of float32 scores in float32 arithmetic. */
export function softmaxFloat32(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => expFloat32(Math.fround(score - highest)));
  const sum = sumFloat32(weights);
  return weights.map((weight) => Math.fround(weight / sum));
}

/** Softmax in double precision; its last digit may differ from numpy's, whose exponential rounds otherwise than JavaScript's. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** exp(x) for x ≤ 0 in float32, at most 2.5 units in the last place off: numpy's vectorised algorithm. */
export function expFloat32(x: number): number {
  if (x <= smallestArgument) return 0;
  const power = roundHalfEven(Math.fround(x * log2e));
  const rest = multiplyAdd(power, ln2Low, multiplyAdd(power, ln2High, x));
  const quotient = Math.fround(horner(numerator, rest) / horner(denominator, rest));
  return Math.fround(quotient * 2 ** power);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => multiplyAdd(sum, x, coefficient));
}

/** A fused multiply-add in float32: the product of two float32 is exact in a double. */
function multiplyAdd(a: number, b: number, c: number): number {
  return Math.fround(a * b + c);
}

function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** numpy's pairwise sum of up to 128 numbers: eight running sums, joined in pairs, then the rest. */
function sumFloat32(values: readonly number[]): number {
  const whole = values.length - (values.length % 8);
  let sum = 0;
  if (whole > 0) {
    const sums = values.slice(0, 8);
    for (let i = 8; i < whole; i += 1) sums[i % 8] = Math.fround((sums[i % 8] ?? 0) + (values[i] ?? 0));
    while (sums.length > 1) sums.push(Math.fround((sums.shift() ?? 0) + (sums.shift() ?? 0)));
    sum = sums[0] ?? 0;
  }
  return values.slice(whole).reduce((total, value) => Math.fround(total + value), sum);
}
