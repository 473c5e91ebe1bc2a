// From the states of a file, as fast as they come, to what the Plan page shows. Knows the language client, not VS Code: what is
// planned, what is counted meanwhile, and what is shown while the text is not JSON.

import * as l10n from '@vscode/l10n';
import type { LanguageClient } from '../../language/client.ts';
import type { DataCounts, PlanParts, PlanRequest } from '../../shared/messages/language.ts';
import type { PlanProblem, PlanView } from '../../shared/messages/plan.ts';
import type { Plan, Suggestions } from '../../shared/plan.ts';
import { createListeners } from '../listeners.ts';
import type { SampleCounts } from '../sample-counts.ts';

/** A file's text at one time. */
export interface FileState {
  /** Absolute path, from whose folder the file's own paths count. */
  readonly file: string;
  /** What the file is called where it is shown. */
  readonly name: string;
  readonly text: string;
}

export interface Planner {
  /** Plans this state; what it leads to comes by `onChanged`. */
  show(state: FileState): void;
  /** The file is gone: what was shown stays, with the reason. */
  showGone(problem: Pick<PlanProblem, 'message' | 'hint'>): void;
  view(): PlanView | null;
  /** Searches from the text that was shown last; null without one. */
  suggest(): Promise<Suggestions> | null;
  onChanged(listener: (view: PlanView) => void): () => void;
  /** A plan could not be made at all. */
  onProblem(listener: (thrown: unknown) => void): () => void;
}

/** `tell` shortens what is said about files to what a reader of the workspace needs. */
export function createPlanner(language: LanguageClient, counts: SampleCounts, tell = (text: string) => text): Planner {
  const changes = createListeners<PlanView>();
  const problems = createListeners<unknown>();
  let state: FileState | null = null;
  let view: PlanView | null = null;
  let isGone = false;
  /** Key of the data that the last planned text names. */
  let dataKey = '';

  const publish = (next: PlanView): void => {
    view = { ...next, problems: next.problems.map((problem) => tellProblem(problem, tell)) };
    changes.call(view);
  };
  const requestFor = ({ file, text }: FileState): PlanRequest => ({ file, text, counts: counts.get(dataKey) ?? null });
  const make = async (): Promise<void> => {
    const asked = state;
    if (!asked || isGone) return;
    try {
      const request = requestFor(asked);
      const parts = await language.makePlan(request);
      if (!parts || isGone || state?.file !== asked.file) return;
      dataKey = parts.dataKey;
      const known = counts.get(dataKey);
      // The data are others than those of the text before, but known.
      if (known && request.counts !== known) return await make();
      if (!known && parts.plan) counts.want({ file: asked.file, text: asked.text }, dataKey);
      publish(joinView(asked, parts, view?.file === asked.name ? view.plan : null, known));
    } catch (thrown) {
      problems.call(thrown);
    }
  };
  counts.onCounted((key) => {
    if (key === dataKey) void make();
  });
  return {
    show(next) {
      if (state?.file !== next.file) view = null;
      state = next;
      isGone = false;
      void make();
    },
    showGone({ message, hint }) {
      // An editor empties what was never saved before it closes it: that is no state to plan.
      isGone = true;
      if (!view) return;
      const problem = { severity: 'error', message, hint, line: 1, column: 1 } as const;
      publish({ ...view, outdated: true, problems: [problem] });
    },
    view: () => view,
    suggest: () => state && language.suggest(requestFor(state)),
    onChanged: changes.add,
    onProblem: problems.add,
  };
}

function joinView(
  { name }: FileState,
  { dataKey: _, ...parts }: PlanParts,
  lastPlan: Plan | null,
  counts: DataCounts | undefined,
): PlanView {
  const readable = parts.plan !== null;
  return {
    ...parts,
    file: name,
    plan: parts.plan ?? lastPlan,
    outdated: !readable && lastPlan !== null,
    samples: describeCounts(counts),
  };
}

function tellProblem(problem: PlanProblem, tell: (text: string) => string): PlanProblem {
  return { ...problem, message: tell(problem.message), hint: tell(problem.hint) };
}

function describeCounts(counts: DataCounts | undefined): PlanView['samples'] {
  if (!counts) return { state: 'counting', note: l10n.t('The sequences of the data are being counted.') };
  const known = counts.train !== null || counts.eval !== null;
  return { state: known ? 'counted' : 'unknown', note: counts.note };
}
