// The runs that a command's arguments name: ids, or entries of the tree, where a group stands for its runs. Pure.

import { isRunId } from '../../shared/run-id.ts';

/** Each run once, in their order. VS Code calls a tree's commands with the clicked entry and all selected ones. */
export function parseRunArguments(clicked: unknown, selected?: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  return [...new Set(all.flatMap(runIdsOf))];
}

function runIdsOf(argument: unknown): string[] {
  if (Array.isArray(argument)) return argument.flatMap(runIdsOf);
  if (typeof argument !== 'object' || argument === null) return isRunId(argument) ? [argument] : [];
  if ('runs' in argument) return runIdsOf(argument.runs);
  return 'runId' in argument && isRunId(argument.runId) ? [argument.runId] : [];
}
