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
