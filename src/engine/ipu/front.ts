// Which configurations are worth choosing from: none of them is both slower and fuller than another.

import type { Evaluation } from './evaluate.ts';

type Figures = Pick<Evaluation, 'samplesPerSecond' | 'marginBytes'>;

/** The members that no other one beats in speed and memory margin: fastest first, each with more room than the one before. */
export function findFront<T extends Figures>(all: readonly T[]): T[] {
  const fastestFirst = [...all].sort(
    (a, b) => b.samplesPerSecond - a.samplesPerSecond || b.marginBytes - a.marginBytes,
  );
  const front: T[] = [];
  let roomiest = -Infinity;
  for (const each of fastestFirst) {
    if (each.marginBytes <= roomiest) continue;
    front.push(each);
    roomiest = each.marginBytes;
  }
  return front;
}

/**
 * At most `most` members of a front: the fastest, and from there on each that is far enough from the one kept before, in
 * shares of the whole way from the fastest to the roomiest.
 */
export function thinFront<T extends Figures>(front: readonly T[], most: number): T[] {
  const [first, last] = [front[0], front.at(-1)];
  if (!first || !last) return [];
  const speeds = first.samplesPerSecond - last.samplesPerSecond || 1;
  const margins = last.marginBytes - first.marginBytes || 1;
  // Along the front both shares only grow; from end to end they add up to 2.
  const wayTo = ({ samplesPerSecond, marginBytes }: T): number =>
    (first.samplesPerSecond - samplesPerSecond) / speeds + (marginBytes - first.marginBytes) / margins;
  const kept = [first];
  for (const each of front) if (wayTo(each) - wayTo(kept.at(-1)!) >= 2 / (most - 1)) kept.push(each);
  return kept;
}
