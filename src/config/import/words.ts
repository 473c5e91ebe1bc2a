// A command text → commands of words, by the rules of POSIX shells, without a shell: quotes, escapes, continuations, comments,
// variables that the text itself sets. Nothing is run or looked up: what only a shell could say stays as it stands.

/** A word, and what in it only a shell could have filled in, such as `$HOME` or `$(date)`; it stands in the text literally. */
export interface Word {
  readonly text: string;
  readonly unfilled: readonly string[];
}

/** One command of the text: words before it of the form NAME=value, then the command itself. */
export interface ShellCommand {
  /** Names of the environment it is started with. */
  readonly environment: readonly string[];
  readonly words: readonly Word[];
  /** Redirections such as `> log.txt`, as they stand. */
  readonly redirections: readonly string[];
  /** A quotation mark in it that is never closed; null: all are. */
  readonly unclosed: UnclosedQuote | null;
}

/** A quotation mark without its other half, and the line it is in, from 0. */
export interface UnclosedQuote {
  readonly mark: string;
  readonly line: number;
}

export interface SplitOptions {
  /** A backslash is a character like any other, as in cmd and PowerShell. */
  readonly windows?: boolean;
}

const assignment = /^[A-Za-z_][A-Za-z0-9_]*=/;
/** What ends a command, longest first. */
const separators = ['&&', '||', ';;', '\r\n', ';', '&', '|', '\n'];
const redirection = /^(?:\d*|&)(?:>>|>\||>&|<<<|<<|<>|<&|>|<)(?:\d+(?![^\s;|&])|-)?/;
const ansiEscapes: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', e: '\x1b', E: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
}; // prettier-ignore

/** Beyond so many characters, an open bracket is taken for one that is never closed. */
const longestSubstitution = 10_000;

/** Splits a text into its commands. Never throws: quotes that do not end reach to the end of the text. */
export function splitCommands(text: string, options: SplitOptions = {}): ShellCommand[] {
  return new Splitter(text, options.windows === true).split();
}

class Splitter {
  readonly #text: string;
  readonly #windows: boolean;
  #at = 0;
  readonly #variables = new Map<string, string>();
  readonly #commands: ShellCommand[] = [];
  #words: Word[] = [];
  #redirections: string[] = [];
  // The word being read; null between words.
  #word: string | null = null;
  #unfilled: string[] = [];
  #unclosed: UnclosedQuote | null = null;

  constructor(text: string, windows: boolean) {
    this.#text = text;
    this.#windows = windows;
  }

  split(): ShellCommand[] {
    while (this.#at < this.#text.length) this.#step();
    this.#endCommand();
    return this.#commands;
  }

  #step(): void {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    const continuation = this.#continuation();
    if (continuation > 0) {
      this.#at += continuation;
      return;
    }
    const separator = separators.find((each) => rest.startsWith(each));
    const char = rest[0]!;
    if (this.#readRedirection()) return;
    if (separator !== undefined) {
      this.#at += separator.length;
      this.#endCommand();
    } else if (char === ' ' || char === '\t') {
      this.#at++;
      this.#endWord();
    } else if (char === '#' && this.#word === null) this.#skipLine();
    else this.#readPart(char);
  }

  /** Characters of a line continuation here. Spaces after its backslash, which a shell would not forgive, are let pass. */
  #continuation(): number {
    const char = this.#text[this.#at];
    if (char !== '\\' && char !== '^' && char !== '`') return 0;
    // cmd's caret and PowerShell's back-tick stand apart from the word before.
    if (char !== '\\' && this.#word !== null) return 0;
    const end = /^[ \t]*(?:\r?\n|$)/.exec(this.#text.slice(this.#at + 1, this.#at + 200));
    if (!end || (char !== '\\' && !end[0].endsWith('\n'))) return 0;
    // `\` and spaces at the end of a word part it from the next line.
    if (/^[ \t]/.test(end[0])) this.#endWord();
    return 1 + end[0].length;
  }

  #readPart(char: string): void {
    if (char === "'") this.#append(this.#until("'", 1));
    else if (char === '"') this.#readQuoted();
    else if (char === '\\' && !this.#windows) {
      this.#append(this.#text[this.#at + 1] ?? '\\');
      this.#at += 2;
    } else if (char === '$' || (char === '`' && !this.#windows)) this.#readDollar(false);
    else {
      this.#append(char);
      this.#at++;
    }
  }

  /** The text after `skip` characters up to the closing mark. */
  #until(mark: string, skip: number): string {
    const start = this.#at + skip;
    const end = this.#text.indexOf(mark, start);
    if (end < 0) this.#leaveOpen(mark, this.#at);
    this.#at = end < 0 ? this.#text.length : end + mark.length;
    return this.#text.slice(start, end < 0 ? this.#text.length : end);
  }

  #leaveOpen(mark: string, at: number): void {
    this.#unclosed ??= { mark, line: this.#text.slice(0, at).split('\n').length - 1 };
  }

  #readQuoted(): void {
    const opened = this.#at++;
    this.#append('');
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#at++;
        return;
      }
      const next = this.#text[this.#at + 1];
      const lineEnd = char === '\\' ? /^\r?\n/.exec(this.#text.slice(this.#at + 1, this.#at + 3)) : null;
      if (lineEnd && !this.#windows) this.#at += 1 + lineEnd[0].length;
      else if (char === '\\' && !this.#windows && next !== undefined && '$`"\\'.includes(next)) {
        this.#append(next);
        this.#at += 2;
      } else if (char === '$' || (char === '`' && !this.#windows)) this.#readDollar(true);
      else {
        this.#append(char);
        this.#at++;
      }
    }
    this.#leaveOpen('"', opened);
  }

  /** `$NAME`, `${NAME}`, `$(…)`, a command in back-ticks, `$'…'`. */
  #readDollar(quoted: boolean): void {
    const rest = this.#text.slice(this.#at);
    if (!quoted && rest.startsWith("$'")) return this.#readAnsi();
    if (!quoted && rest.startsWith('$"')) {
      this.#at++;
      return;
    }
    const variable = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/.exec(rest);
    const name = variable?.[1] ?? variable?.[2];
    const value = name === undefined ? undefined : this.#variables.get(name);
    if (variable && value !== undefined) {
      this.#at += variable[0].length;
      this.#appendValue(value, quoted);
      return;
    }
    const literal = variable?.[0] ?? substitution(rest);
    this.#append(literal);
    if (literal.length > 1) this.#unfilled.push(literal);
    this.#at += literal.length;
  }

  /** A variable's value outside quotes is split at its spaces. */
  #appendValue(value: string, quoted: boolean): void {
    if (quoted) return this.#append(value);
    for (const [index, part] of value.split(/[ \t\n]+/).entries()) {
      if (index > 0) this.#endWord();
      if (part !== '') this.#append(part);
    }
  }

  #readAnsi(): void {
    const match = /^\$'((?:[^'\\]|\\[^])*)('|$)/.exec(this.#text.slice(this.#at));
    if (match?.[2] === '') this.#leaveOpen("$'", this.#at);
    this.#at += match?.[0].length ?? 1;
    const escape = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|([^]))/g;
    const body = (match?.[1] ?? '$').replaceAll(escape, (_, ...groups: (string | undefined)[]) => {
      const [byte, unit, point, octal, letter = ''] = groups;
      const hex = byte ?? unit ?? point;
      const code = hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16);
      if (Number.isNaN(code)) return ansiEscapes[letter] ?? letter;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    });
    this.#append(body);
  }

  #readRedirection(): boolean {
    if (this.#word !== null) {
      // First the cheap question: it is asked of every character.
      if (!'<>'.includes(this.#text[this.#at]!)) return false;
      if (!/^\d+$/.test(this.#word)) this.#endWord();
    }
    if (this.#word !== null) return false;
    const match = redirection.exec(this.#text.slice(this.#at, this.#at + 16));
    if (!match || (match[0].startsWith('&') && !match[0].startsWith('&>'))) return false;
    this.#at += match[0].length;
    const needsTarget = !/[\d-]$/.test(match[0]);
    this.#redirections.push(needsTarget ? `${match[0]} ${this.#readTarget()}` : match[0]);
    return true;
  }

  #readTarget(): string {
    const target = /^[ \t]*([^\s;|&]*)/.exec(this.#text.slice(this.#at));
    this.#at += target?.[0].length ?? 0;
    return target?.[1] ?? '';
  }

  #append(text: string): void {
    this.#word = (this.#word ?? '') + text;
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #endWord(): void {
    if (this.#word !== null) this.#words.push({ text: this.#word, unfilled: this.#unfilled });
    this.#word = null;
    this.#unfilled = [];
  }

  #endCommand(): void {
    this.#endWord();
    const isAssignment = ({ text }: Word): boolean => assignment.test(text);
    const first = this.#words.findIndex((word) => !isAssignment(word));
    const before = first < 0 ? this.#words : this.#words.slice(0, first);
    const words = first < 0 ? [] : this.#words.slice(first);
    // Without a command after them, or after `export`, assignments hold for what follows.
    const setting =
      first < 0 ? before : /^(export|set|local|declare|readonly)$/.test(words[0]?.text ?? '') ? words : [];
    for (const word of setting.filter(isAssignment)) this.#set(word);
    if (words.length > 0 && setting !== words) {
      const environment = before.map(({ text }) => text.slice(0, text.indexOf('=')));
      this.#commands.push({ environment, words, redirections: this.#redirections, unclosed: this.#unclosed });
    }
    this.#words = [];
    this.#redirections = [];
  }

  #set({ text, unfilled }: Word): void {
    const equals = text.indexOf('=');
    // What is not known itself is better shown by its name.
    if (unfilled.length === 0) this.#variables.set(text.slice(0, equals), text.slice(equals + 1));
  }
}

/** The whole of `$(…)`, `${…}` or a command in back-ticks that the text begins with; else its first character. */
function substitution(text: string): string {
  if (text.startsWith('`')) {
    const end = text.indexOf('`', 1);
    return end < 0 ? '`' : text.slice(0, end + 1);
  }
  const open = text[1];
  if (open !== '(' && open !== '{') return /^\$[0-9@*#?$!-]/.exec(text)?.[0] ?? '$';
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let at = 1; at < Math.min(text.length, longestSubstitution); at++) {
    if (text[at] === open) depth++;
    if (text[at] === close && --depth === 0) return text.slice(0, at + 1);
  }
  return '$';
}
