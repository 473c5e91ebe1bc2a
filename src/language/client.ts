// What the editor asks about an experiment's text. The work is done in threads of their own, one for each pace, so that a search or
// a count of large files delays no plan and nothing blocks the extension host.

import type { Definition, HoverText, Lens, QuickFix } from '../shared/language.ts';
import type {
  CompareRequest,
  Comparison,
  CompletionRequest,
  Completions,
  DataCounts,
  Diagnosis,
  ExperimentText,
  FixRequest,
  HoverRequest,
  LanguageContract,
  LensRequest,
  PlaceRequest,
  PlanParts,
  PlanRequest,
} from '../shared/messages/language.ts';
import type { Suggestions } from '../shared/plan.ts';
import { createThread } from '../system/thread.ts';
import { threadErrors } from './errors.ts';
import { keepNewest } from './newest.ts';

export interface LanguageClient {
  /** The plan of a text; undefined if a newer text of the file came in between. */
  makePlan(request: PlanRequest): Promise<PlanParts | undefined>;
  suggest(request: PlanRequest): Promise<Suggestions>;
  /** What is wrong with a text; undefined if a newer text of the file came in between. */
  diagnose(request: PlanRequest): Promise<Diagnosis | undefined>;
  /** What would mend the diagnostics at a place of a text. */
  findFixes(request: FixRequest): Promise<readonly QuickFix[]>;
  /** What can be inserted at a place; undefined if another place of the file was asked about in between. */
  complete(request: CompletionRequest): Promise<Completions | undefined>;
  /** What there is to tell about a place; null: nothing. */
  hover(request: HoverRequest): Promise<HoverText | null>;
  /** What can be done with the experiment, above its text. */
  findLenses(request: LensRequest): Promise<readonly Lens[]>;
  /** Where a place of a text leads. */
  findDefinitions(request: PlaceRequest): Promise<readonly Definition[]>;
  /** A text and an earlier run, resolved, to set side by side. */
  compare(request: CompareRequest): Promise<Comparison>;
  /** Counts the data of a text; undefined if another count was asked for in between. */
  countSamples(text: ExperimentText): Promise<DataCounts | undefined>;
  close(): Promise<void>;
}

/** A plan takes milliseconds and a search a second; these are for machines that are busy beyond measure. */
const planLimitMs = 30_000;
const searchLimitMs = 120_000;

/** `script` is the built server; its threads start when they are first needed. */
export function createLanguageClient(script: string): LanguageClient {
  const typing = createThread<LanguageContract>(script, threadErrors, planLimitMs);
  const searching = createThread<LanguageContract>(script, threadErrors, searchLimitMs);
  const counting = createThread<LanguageContract>(script, threadErrors);
  let counts = 0;
  return {
    makePlan: keepNewest((params) => typing.request('plan/make', params)),
    diagnose: keepNewest((params) => typing.request('text/diagnose', params)),
    findFixes: (params) => typing.request('text/fixes', params),
    complete: keepNewest((params) => typing.request('text/complete', params)),
    hover: (params) => typing.request('text/hover', params),
    findLenses: (params) => typing.request('text/lenses', params),
    findDefinitions: (params) => typing.request('text/definitions', params),
    compare: (params) => typing.request('text/compare', params),
    suggest: (params) => searching.request('plan/suggest', params),
    async countSamples(params) {
      const count = ++counts;
      // Reading a large file cannot be interrupted but by ending the thread.
      await counting.end();
      if (count !== counts) return undefined;
      return counting.request('samples/count', params).catch((thrown: unknown) => {
        if (count !== counts) return undefined;
        throw thrown;
      });
    },
    async close() {
      await Promise.all([typing, searching, counting].map((thread) => thread.close()));
    },
  };
}
