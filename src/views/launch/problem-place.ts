// Finds the place that an error about an experiment file names, so that the cursor can go there.

import { parseExperiment } from '../../config/parse.ts';

/** Line and column, from 0 as VS Code counts them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The first `<path>:<line>:<column>` of the message; else the first error of the text; else its start. */
export function findProblemPlace(path: string, message: string, text: string): Place {
  const at = message.indexOf(`${path}:`);
  const named = at < 0 ? null : /^:(\d+):(\d+)/.exec(message.slice(at + path.length));
  if (named) return { line: Number(named[1]) - 1, column: Number(named[2]) - 1 };
  const first = parseExperiment(text).problems.find((problem) => problem.severity === 'error');
  return first ? { line: first.line - 1, column: first.column - 1 } : { line: 0, column: 0 };
}
