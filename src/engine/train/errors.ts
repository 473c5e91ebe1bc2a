// What a device cannot train.

import { AppError } from '../../shared/errors.ts';

/** The optimizer has no program for devices that keep weights in their own memory. */
export function optimizerNeedsProcessor(optimizer: string, provider: string): AppError {
  return new AppError(
    'optimizer-needs-processor',
    `The optimizer ${optimizer} does not run on ${provider}.`,
    'Train on the processor, or leave LAMB out to train with AdamW.',
  );
}
