// The one error type that reaches a user. Its factories live in each area's `errors.ts`, named after the fact they state.
// Anything else that is thrown is a bug of ours, and is shown as such.

/** An error as data: how it crosses a process, the journal or the database. */
export interface ErrorShape {
  /** Stable identifier, kebab-case: `vocab-file-missing`. */
  readonly code: string;
  /** Names the thing and the reason. */
  readonly message: string;
  /** The remedy: what the user can do now. */
  readonly hint: string;
}

/** An expected failure: code, what happened to which thing, and the remedy. */
export class AppError extends Error implements ErrorShape {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.hint = hint;
  }
}

/** Whatever was thrown, as data; an unexpected error becomes `internal-error` and asks for a report. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message, hint: thrown.hint };
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    code: 'internal-error',
    message: `Internal error: ${message}`,
    hint: 'This is a fault of IPU Workbench; please report it with the output log of the run.',
  };
}

/** The error with the given shape, on the other side of a process or a file. */
export function fromErrorShape(shape: ErrorShape): AppError {
  return new AppError(shape.code, shape.message, shape.hint);
}

/** `value` as an error shape, or undefined if it is not one. */
export function parseErrorShape(value: unknown): ErrorShape | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { code, message, hint } = value as Partial<Record<keyof ErrorShape, unknown>>;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof hint !== 'string') return undefined;
  return { code, message, hint };
}
