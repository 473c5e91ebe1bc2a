// How many tokens a vocabulary file has, one a line. It is asked for at every keystroke, so a file that has not changed is not read again.

import { readFile, stat } from 'node:fs/promises';

// The largest of BERT's vocabularies, the multilingual one, has 1 MB.
const largestBytes = 4 * 2 ** 20;

/** Counts by path; of other sizes or times they hold no more. */
const counted = new Map<string, { readonly bytes: number; readonly timeMs: number; readonly tokens: number }>();
const mostCounted = 64;

/** The tokens of a vocabulary file; null if there is none, or it is empty or far too large for one. */
export async function countVocabulary(file: string): Promise<number | null> {
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile() || stats.size > largestBytes) return null;
  const { size: bytes, mtimeMs: timeMs } = stats;
  const known = counted.get(file);
  if (known?.bytes === bytes && known.timeMs === timeMs) return known.tokens;
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === '') return null;
  const tokens = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (counted.size >= mostCounted) counted.clear();
  counted.set(file, { bytes, timeMs, tokens });
  return tokens;
}
