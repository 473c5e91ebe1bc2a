// Expected failures of expanding a sweep into its runs, each named after its fact and with its remedy.

import { AppError } from '../shared/errors.ts';
import type { Problem } from './problem.ts';

/** The file describes one run. */
export function noSweep(path: string): AppError {
  return new AppError(
    'no-sweep',
    `${path} describes no sweep: it has no section \`sweep\` with something to vary.`,
    'Write "sweep": { "parameters": { "training.learning_rate": [3e-5, 6e-5] } }, or launch it as a single run.',
  );
}

/** Nothing is varied. */
export function sweepHasNoParameters(method: string): AppError {
  return new AppError(
    'sweep-has-no-parameters',
    `The sweep's \`method\` is "${method}", but its \`parameters\` are empty, so there is nothing to vary.`,
    'Write what to try: "parameters": { "training.learning_rate": [3e-5, 6e-5] }.',
  );
}

/** `seeds` varies the seed alone. */
export function sweepParametersUnused(fields: readonly string[]): AppError {
  return new AppError(
    'sweep-parameters-unused',
    `The sweep's \`method\` "seeds" varies the seed alone, but \`parameters\` has ${fields.join(', ')}.`,
    'Write "method": "grid" and add "training.seed": [42, 43, 44] to `parameters`, or leave `parameters` out.',
  );
}

/** The parameter is no field that a sweep can vary. */
export function sweepFieldUnknown(path: string, nearest: string | undefined): AppError {
  return new AppError(
    'sweep-field-unknown',
    `The sweep varies \`${path}\`, which is no field that runs differ by.`,
    nearest === undefined
      ? 'Name a field by its section and name, such as "training.learning_rate".'
      : `Did you mean "${nearest}"?`,
  );
}

/** A grid needs values. */
export function sweepRangeNotDrawn(path: string): AppError {
  return new AppError(
    'sweep-range-not-drawn',
    `\`${path}\` has \`min\` and \`max\`, from which only the method "random" draws.`,
    'List the values to try, such as [1e-5, 3e-5], or write "method": "random".',
  );
}

/** Between two ends there are only numbers. */
export function sweepRangeNotNumeric(path: string): AppError {
  return new AppError(
    'sweep-range-not-numeric',
    `\`${path}\` is not a number, so nothing can be drawn between \`min\` and \`max\`.`,
    'List the values to try.',
  );
}

/** A count has no value between the two ends. */
export function sweepRangeEmpty(path: string): AppError {
  return new AppError(
    'sweep-range-empty',
    `\`${path}\` takes whole numbers, and there is none between its \`min\` and \`max\`.`,
    'Write ends that are whole numbers.',
  );
}

/** The same value would make the same run twice. */
export function sweepValueTwice(path: string, value: string): AppError {
  return new AppError(
    'sweep-value-twice',
    `The sweep's values of \`${path}\` have ${value} twice.`,
    path === 'training.seed'
      ? 'Keep one of them: the same seed gives the same run.'
      : 'Keep one of them; to repeat a run, vary "training.seed".',
  );
}

/** More combinations than a sweep can have. */
export function sweepTooLarge(count: number, most: number): AppError {
  return new AppError(
    'sweep-too-large',
    `The sweep has ${count.toLocaleString('en-US')} runs; at most ${most.toLocaleString('en-US')} are possible.`,
    'Try fewer values, or draw some of the combinations: "method": "random", "count": 20.',
  );
}

/** There are not so many different combinations to draw. */
export function sweepTooFewDifferent(count: number, found: number): AppError {
  return new AppError(
    'sweep-too-few-different',
    `The sweep is to draw ${count} different combinations, but has only ${found}.`,
    `Write "count": ${found}, or give it more to choose from.`,
  );
}

/** One run of the sweep has a fault that the file without it has not; `place` is where in the file its parameters are. */
export function sweepRunInvalid(path: string, place: string, label: string, problems: readonly Problem[]): AppError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new AppError(
    first?.code ?? 'sweep-run-invalid',
    `${path}${place}: the sweep's run “${label}” cannot be launched: ${first?.message ?? ''}${more}`,
    first?.hint ?? 'Mend `parameters`.',
  );
}
