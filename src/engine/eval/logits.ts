// What a row of logits says. Pure arithmetic in double precision.

/** Index of the highest score; of equal ones, the first. */
export function argmax(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}

/** −log softmax(scores)[label]. */
export function crossEntropyOf(scores: ArrayLike<number>, label: number): number {
  const highest = scores[argmax(scores)]!;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += Math.exp(scores[i]! - highest);
  return Math.log(sum) + highest - scores[label]!;
}
