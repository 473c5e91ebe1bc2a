// The outside of the analysis thread: what views ask when the answer takes reading files or long sums.

import type { AnalysisContract } from '../shared/messages/analysis.ts';
import type { Sender } from '../shared/messages/contract.ts';
import { createThread } from '../system/thread.ts';
import { analysisThreadClosed, analysisThreadEnded, analysisThreadStuck } from './errors.ts';

export interface AnalysisClient {
  /** Asks the thread, which starts with the first question. */
  readonly request: Sender<AnalysisContract>;
  close(): Promise<void>;
}

/** The largest datasets take seconds; this is for machines that are busy beyond measure. */
const limitMs = 120_000;

const errors = { ended: analysisThreadEnded, stuck: analysisThreadStuck, closed: analysisThreadClosed };

/** `script` is the built server. */
export function createAnalysisClient(script: string): AnalysisClient {
  const { request, close } = createThread<AnalysisContract>(script, errors, limitMs);
  return { request, close };
}
