// What can be wrong with an execution provider.

import { AppError } from '../../shared/errors.ts';
import type { ExecutionProvider } from '../../shared/execution-provider.ts';

/** The provider that an experiment asks for does not work on this machine. */
export function providerUnavailable(
  provider: ExecutionProvider,
  reason: string,
  available: readonly ExecutionProvider[],
): AppError {
  return new AppError(
    'provider-unavailable',
    `The execution provider ${provider} does not work on this machine: ${reason}.`,
    `Set training.execution_provider to one that does: ${available.join(', ')}.`,
  );
}

/** A provider that worked so far, or should, does not any more: out of memory, or the driver was lost. */
export function providerFailed(provider: ExecutionProvider, cause: unknown): AppError {
  return new AppError(
    'provider-failed',
    `The execution provider ${provider} failed: ${firstSentence(cause)}.`,
    'Resume the run to try again from its newest checkpoint, or set training.execution_provider to cpu and launch anew.',
    { cause },
  );
}

/** ONNX Runtime's messages begin with where in its sources they come from, and may go on for lines. */
export function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n')[0]!.replace(/^\/\S+:\d+ .*? was false\. /, '');
  return line.trim().replace(/\.$/, '');
}
