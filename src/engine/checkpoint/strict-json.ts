// A JSON parser for files that others made: refuses duplicate keys, gives objects as maps, so that no name is special, and whole
// numbers exactly. JSON.parse does none of these. Pure; deliberately without a writer.

/** What a JSON text says. Whole numbers below 2^64 that are written as such are bigints; all others are numbers. */
export type StrictJson = null | boolean | string | number | bigint | StrictJson[] | Map<string, StrictJson>;

/** Why a text is not acceptable, in words that follow "it". */
export class StrictJsonFault extends Error {}

/** Deep enough for every file format we read, and far from the end of the stack. */
const maxDepth = 128;
const maxUnsigned = 2n ** 64n - 1n;

/** Parses a text as a whole. Throws a StrictJsonFault. */
export function parseStrictJson(text: string): StrictJson {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): StrictJson {
    if (depth > maxDepth) throw new StrictJsonFault(`is nested more than ${maxDepth} levels deep`);
    switch (this.#peek()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  end(): void {
    if (this.#peek() !== '') throw this.#fault();
  }

  #object(depth: number): Map<string, StrictJson> {
    const map = new Map<string, StrictJson>();
    this.#take('{');
    if (this.#takeIf('}')) return map;
    do {
      if (this.#peek() !== '"') throw this.#fault();
      const key = this.#string();
      if (map.has(key)) throw new StrictJsonFault(`has the key ${JSON.stringify(key.slice(0, 200))} twice`);
      this.#take(':');
      map.set(key, this.value(depth + 1));
    } while (this.#takeIf(','));
    this.#take('}');
    return map;
  }

  #array(depth: number): StrictJson[] {
    const items: StrictJson[] = [];
    this.#take('[');
    if (this.#takeIf(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#takeIf(','));
    this.#take(']');
    return items;
  }

  #string(): string {
    const start = this.#at;
    do this.#at = this.#text.indexOf('"', this.#at + 1);
    while (this.#at >= 0 && this.#isEscaped(this.#at));
    if (this.#at < 0) throw new StrictJsonFault('is not JSON: a text in it does not end');
    this.#at += 1;
    const raw = this.#text.slice(start, this.#at);
    try {
      const text = JSON.parse(raw) as string;
      if (text.isWellFormed()) return text;
    } catch {
      // A control character or an unknown escape: the same fault as half a surrogate pair.
    }
    throw this.#fault();
  }

  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text[at - 1 - backslashes] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  #number(): number | bigint {
    const raw = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    // Twenty digits hold every number below 2^64; longer ones would only cost time.
    const whole = raw.length <= 20 && /^\d+$/.test(raw) ? BigInt(raw) : null;
    return whole !== null && whole <= maxUnsigned ? whole : Number(raw);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#fault();
    this.#at += word.length;
    return value;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.#fault();
    this.#at += found.length;
    return found;
  }

  /** The next character that is not white space, or an empty string at the end. */
  #peek(): string {
    for (;;) {
      const next = this.#text[this.#at];
      if (next !== ' ' && next !== '\n' && next !== '\r' && next !== '\t') return next ?? '';
      this.#at += 1;
    }
  }

  #take(expected: string): void {
    if (!this.#takeIf(expected)) throw this.#fault();
  }

  #takeIf(expected: string): boolean {
    if (this.#peek() !== expected) return false;
    this.#at += 1;
    return true;
  }

  #fault(): StrictJsonFault {
    return new StrictJsonFault(`is not JSON at character ${this.#at}`);
  }
}
