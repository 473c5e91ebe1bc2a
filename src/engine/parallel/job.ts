// Passes over large arrays that the training graph does not make. A job is plain data and its result does not depend on who runs it,
// so that any number of threads give the same bits. All arrays lie in shared memory where threads are used (see pool.ts).

import { sumOfSquares, type AdamWStep } from '../optim/adamw.ts';
import { updateTensor, type OptimizerName } from '../optim/optimizer.ts';
import { fillDropoutMask, type MaskPlace } from '../random/dropout-mask.ts';

export type Job =
  | { readonly kind: 'sum-of-squares'; readonly values: Float32Array }
  | {
      readonly kind: 'update';
      readonly optimizer: OptimizerName;
      readonly weights: Float32Array;
      readonly gradients: Float32Array;
      readonly first: Float32Array;
      readonly second: Float32Array;
      readonly step: AdamWStep;
    }
  | { readonly kind: 'mask'; readonly mask: Float32Array; readonly rate: number; readonly place: MaskPlace };

/** Does a job; gives the sum for a sum, 0 for the others. */
export function runJob(job: Job): number {
  switch (job.kind) {
    case 'sum-of-squares':
      return sumOfSquares(job.values);
    case 'update':
      updateTensor(job.optimizer, job.weights, job.gradients, job, job.step);
      return 0;
    case 'mask':
      fillDropoutMask(job.mask, job.rate, job.place);
      return 0;
    default:
      throw new Error(`unknown job ${String(job satisfies never)}`);
  }
}

/** Elements that a job goes through. */
export function sizeOfJob(job: Job): number {
  if (job.kind === 'sum-of-squares') return job.values.length;
  return job.kind === 'mask' ? job.mask.length : job.weights.length;
}

/** Elements of a piece: small enough to share the work out evenly, the same on every machine so that sums are. */
const pieceElements = 1 << 20;

/** The bounds of the pieces that an array is worked on in. */
export function pieces(length: number): readonly (readonly [begin: number, end: number])[] {
  const count = Math.ceil(length / pieceElements);
  return Array.from({ length: count }, (_, i) => [i * pieceElements, Math.min(length, (i + 1) * pieceElements)]);
}
