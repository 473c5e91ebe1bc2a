// Which models the Hugging Face cache of this machine holds, complete enough to begin a run with.

import { readdir } from 'node:fs/promises';
import { findSnapshot, hubCacheFolder } from '../../config/hub-cache.ts';
import type { Finding, Surroundings } from './check.ts';

/** A cache may hold thousands; the first are enough to judge by. */
const mostLookedAt = 200;
const mostNamed = 5;

/** Looks into the cache; downloads nothing. */
export async function examineModels({ env }: Surroundings): Promise<readonly Finding[]> {
  const cache = hubCacheFolder(env);
  const entries = await readdir(cache).catch(() => []);
  const names = entries
    .filter((entry) => entry.startsWith('models--'))
    .map((entry) => entry.slice('models--'.length).replaceAll('--', '/'));
  const complete: string[] = [];
  for (const name of names.slice(0, mostLookedAt)) {
    if ((await findSnapshot(name, null, true, cache)) !== null) complete.push(name);
  }
  return [judgeModels(cache, complete)];
}

/** What the complete models of a cache mean. */
export function judgeModels(cache: string, complete: readonly string[]): Finding {
  if (complete.length === 0) {
    const remedy =
      'The sample starts from random weights and needs none. A run that names a model downloads it from the Hub when it is launched; without a network, put its folder beside the experiment file.';
    return { state: 'not-needed', finding: `None that a run could begin with in ${cache}.`, remedy };
  }
  const more = complete.length > mostNamed ? `, and ${complete.length - mostNamed} more` : '';
  return { state: 'ok', finding: `${complete.slice(0, mostNamed).join(', ')}${more} (${cache}).`, remedy: '' };
}
