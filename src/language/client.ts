// What the editor asks about an experiment's text. The work is done in threads of their own, one for each pace, so that a search or
// a count of large files delays no plan and nothing blocks the extension host.

import type { DataCounts, ExperimentText, PlanParts, PlanRequest } from '../shared/messages/language.ts';
import type { Suggestions } from '../shared/plan.ts';
import { keepNewest } from './newest.ts';
import { createThread } from './thread.ts';

export interface LanguageClient {
  /** The plan of a text; undefined if a newer text of the file came in between. */
  makePlan(request: PlanRequest): Promise<PlanParts | undefined>;
  suggest(request: PlanRequest): Promise<Suggestions>;
  /** Counts the data of a text; undefined if another count was asked for in between. */
  countSamples(text: ExperimentText): Promise<DataCounts | undefined>;
  close(): Promise<void>;
}

/** A plan takes milliseconds and a search a second; these are for machines that are busy beyond measure. */
const planLimitMs = 30_000;
const searchLimitMs = 120_000;

/** `script` is the built server; its threads start when they are first needed. */
export function createLanguageClient(script: string): LanguageClient {
  const typing = createThread(script, planLimitMs);
  const searching = createThread(script, searchLimitMs);
  const counting = createThread(script);
  let counts = 0;
  return {
    makePlan: keepNewest((params) => typing.request('plan/make', params)),
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
