// What there is left to do for a run of a sweep, as its journal says. It changes nothing.

import type { HelloEvent } from '../../shared/journal/event.ts';
import { readJournalEnds } from '../journal-file.ts';
import { findProcess } from '../supervisor.ts';

/**
 * `begin`: it has never begun; `resume`: it was interrupted; `wait`: its process is there; `elsewhere`: its process is, or was, on
 * another machine; `done`: it has completed or failed.
 */
export type Prospect =
  | { readonly kind: 'begin' | 'resume' | 'done' }
  | { readonly kind: 'wait' | 'elsewhere'; readonly process: HelloEvent };

/** What is left to do for the run in this folder. */
export async function lookAt(runFolder: string): Promise<Prospect> {
  const { hello, end, last } = await readJournalEnds(runFolder);
  if (last === null) return { kind: 'begin' };
  if (end !== null) return { kind: end.state === 'stopped' ? 'resume' : 'done' };
  const isQueued = last.kind === 'state' && last.state === 'queued';
  if (hello === null || isQueued) return { kind: 'resume' };
  const presence = await findProcess(hello);
  if (presence === 'gone') return { kind: 'resume' };
  return { kind: presence === 'elsewhere' ? 'elsewhere' : 'wait', process: hello };
}

/** Whether a queue still has something to do about the run. */
export function hasWork({ kind }: Prospect): boolean {
  return kind !== 'done' && kind !== 'elsewhere';
}
