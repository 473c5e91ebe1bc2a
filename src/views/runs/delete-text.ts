// What is asked before runs are deleted: it names them, and says what goes with them.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../../shared/messages/runs.ts';

/** So many are named; of the others it is said how many there are. */
const named = 10;

/** The question and what stands below it. */
export function describeDeletion(
  runs: readonly Pick<RunSummary, 'name' | 'runId'>[],
  useTrash: boolean,
): { readonly question: string; readonly detail: string } {
  const [first] = runs;
  const question =
    runs.length === 1 && first
      ? l10n.t('Delete the run {0}?', first.name)
      : l10n.t('Delete {0} runs?', String(runs.length));
  const names = runs.slice(0, named).map(({ name, runId }) => `${name} (${runId})`);
  const more = runs.length - names.length;
  const rest = more > 0 ? [l10n.t('and {0} more', String(more))] : [];
  return { question, detail: [...names, ...rest, '', describeFate(runs.length === 1, useTrash)].join('\n') };
}

function describeFate(isOne: boolean, useTrash: boolean): string {
  if (useTrash)
    return isOne
      ? l10n.t('Its folder goes to the trash, with journal, checkpoints and results.')
      : l10n.t('Their folders go to the trash, with journal, checkpoints and results.');
  return isOne
    ? l10n.t('There is no trash here. Its folder is deleted for good, with journal, checkpoints and results.')
    : l10n.t('There is no trash here. Their folders are deleted for good, with journal, checkpoints and results.');
}
