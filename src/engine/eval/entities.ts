// Entities in tagged sentences and their scores, as seqeval finds and counts them in its default mode (that of the conlleval script):
// also tags that break the IOB2 scheme give entities.

/** Scores over all entities; fractions. */
export interface EntityScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

interface Tag {
  /** B, I, E, S, O or whatever else the tag begins with. */
  readonly part: string;
  readonly type: string;
}

const outside: Tag = { part: 'O', type: '_' };

function parseTag(tag: string): Tag {
  const rest = tag.slice(1);
  const dash = rest.indexOf('-');
  return { part: tag.slice(0, 1), type: (dash === -1 ? rest : rest.slice(dash + 1)) || '_' };
}

/** The entities of a sentence as `type start end`; positions count words, the end is the last word. */
export function findEntities(tags: readonly string[]): string[] {
  const entities: string[] = [];
  let previous: Tag = { part: 'O', type: '' };
  let start = 0;
  for (const [i, tag] of [...tags.map(parseTag), outside].entries()) {
    if (endsBefore(previous, tag)) entities.push(`${previous.type} ${start} ${i - 1}`);
    if (startsAt(previous, tag)) start = i;
    previous = tag;
  }
  return entities;
}

const isWord = ({ part }: Tag): boolean => part !== 'O' && part !== '.';

function endsBefore(previous: Tag, { part, type }: Tag): boolean {
  if (previous.part === 'E' || previous.part === 'S') return true;
  if ((previous.part === 'B' || previous.part === 'I') && ['B', 'S', 'O'].includes(part)) return true;
  return isWord(previous) && previous.type !== type;
}

function startsAt(previous: Tag, tag: Tag): boolean {
  if (tag.part === 'B' || tag.part === 'S') return true;
  if (['E', 'S', 'O'].includes(previous.part) && ['E', 'I'].includes(tag.part)) return true;
  return isWord(tag) && previous.type !== tag.type;
}

/** Scores of tagged sentences against the truth: an entity counts if its type and both ends are right. */
export function scoreEntities(
  truth: readonly (readonly string[])[],
  found: readonly (readonly string[])[],
): EntityScores {
  let [correct, actual, predicted] = [0, 0, 0];
  for (const [i, tags] of truth.entries()) {
    const expected = new Set(findEntities(tags));
    const given = new Set(findEntities(found[i]!));
    actual += expected.size;
    predicted += given.size;
    correct += [...given].filter((entity) => expected.has(entity)).length;
  }
  const precision = predicted === 0 ? 0 : correct / predicted;
  const recall = actual === 0 ? 0 : correct / actual;
  return { precision, recall, f1: correct === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
