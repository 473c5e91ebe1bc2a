// The name a user most likely meant: small edit distance, else a name that contains the other.

/** Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`; capitals and separators do not count. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1;
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Most candidates are names of fields, which are asked for at every keystroke. */
const plainNames = new Map<string, string>();
const mostPlainNames = 2000;

function plainOf(candidate: string): string {
  let found = plainNames.get(candidate);
  if (found !== undefined) return found;
  found = plain(candidate);
  if (plainNames.size < mostPlainNames) plainNames.set(candidate, found);
  return found;
}

/** The candidate closest to `name`, or undefined if none is close enough to be meant. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  if (wanted === '' || wanted.length > 100) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const found = plainOf(candidate);
    const contained = wanted.length >= 4 && found.length >= 4 && (found.includes(wanted) || wanted.includes(found));
    const allowed = Math.max(1, Math.min(wanted.length, found.length) / 3, contained ? 2.5 : 0);
    // No fewer edits than letters that one has more than the other.
    const isFar = Math.abs(wanted.length - found.length) > Math.min(allowed, best?.distance ?? Infinity);
    const distance = Math.min(isFar ? Infinity : editDistance(wanted, found), contained ? 2.5 : Infinity);
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}
