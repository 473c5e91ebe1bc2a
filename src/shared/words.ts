// Tables of words in the user's language. Each is looked up when it is read: the extension host learns its language only after its
// modules have been loaded.

/** The table with each text in place of the function that gives it. */
export function wordTable<K extends string>(texts: Readonly<Record<K, () => string>>): Readonly<Record<K, string>> {
  const entries = Object.entries<() => string>(texts).map(([name, get]) => [name, { get, enumerable: true }] as const);
  return Object.defineProperties({}, Object.fromEntries(entries)) as Readonly<Record<K, string>>;
}
