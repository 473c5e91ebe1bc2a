// One figure for the tokens of many texts, to compare with the reference: MD5 over all ids, and over all offsets.

import { createHash } from 'node:crypto';
import type { Tokenizer } from '../../src/engine/text/tokenizer.ts';

/** Token count and MD5 of ids and of offset pairs (int32, little endian, concatenated) of `texts`. */
export function hashTokens(
  tokenizer: Tokenizer,
  texts: Iterable<string>,
): { tokens: number; ids: string; offsets: string } {
  const ids = createHash('md5');
  const offsets = createHash('md5');
  let tokens = 0;
  for (const text of texts) {
    const encoding = tokenizer.encode(text);
    tokens += encoding.ids.length;
    ids.update(encoding.ids);
    offsets.update(encoding.offsets);
  }
  return { tokens, ids: ids.digest('hex'), offsets: offsets.digest('hex') };
}
