// Takes what a user reads out of package.json's contributions into package.nls.json, so that it can be translated: each text becomes
// `%key%`, and its key says where it stands.

/** A text with its key, in the order of the manifest. */
export type ManifestStrings = Readonly<Record<string, string>>;

/** Properties whose texts a user reads. */
const readProperties = new Set([
  ...['title', 'category', 'name', 'description', 'markdownDescription', 'contents', 'altText', 'enumDescriptions'],
  ...['displayName', 'markdownEnumDescriptions'],
]);

/** What of an element of a list is its name, the first that it has. */
const naming = ['command', 'id', 'view'] as const;

/** Every command has the same category, which is translated once. */
const sharedProperties = new Set(['category']);

/** The value with keys in place of texts, and the texts. Keys are unique: a list's elements without a name count from 1. */
export function takeStrings<T>(value: T): { readonly value: T; readonly strings: ManifestStrings } {
  const strings: Record<string, string> = {};
  const add = (path: readonly string[], text: string): string => {
    const name = path.at(-1)!;
    const key = sharedProperties.has(name) ? name : path.filter((part) => part !== 'contributes').join('.');
    if (Object.hasOwn(strings, key) && strings[key] !== text)
      throw new Error(`Two texts of the manifest have the key ${key}.`);
    strings[key] = text;
    return `%${key}%`;
  };
  const walk = (part: unknown, path: readonly string[], isRead: boolean): unknown => {
    if (typeof part === 'string') return isRead ? add(path, part) : part;
    if (Array.isArray(part)) {
      const names = namesOf(part);
      return part.map((item, index) => walk(item, [...path, names[index]!], isRead));
    }
    if (typeof part !== 'object' || part === null) return part;
    const entries = Object.entries(part).map(([name, item]) => [name, walk(item, [...path, name], isText(name, item))]);
    return Object.fromEntries(entries);
  };
  return { value: walk(value, [], false) as T, strings };
}

function isText(name: string, item: unknown): boolean {
  return readProperties.has(name) && (typeof item === 'string' || Array.isArray(item));
}

function namesOf(list: readonly unknown[]): string[] {
  const seen = new Map<string, number>();
  return list.map((item, index) => {
    const name = nameOf(item) ?? String(index + 1);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}.${count}`;
  });
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  return naming.map((name) => fields[name]).find((name) => typeof name === 'string');
}
