// Words → a command text that every POSIX shell reads back as the same words.

import { wordNotPassable } from './errors.ts';

// A leading = or ~ means something to some shells; a comma does inside braces only.
const safe = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/** The word in quotes where it needs them. Throws an AppError for one that no program can be given. */
export function quoteWord(word: string): string {
  checkWord(word);
  return safe.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Throws an AppError if the word cannot be an argument of a program. */
export function checkWord(word: string): void {
  if (word.includes('\0')) throw wordNotPassable(word, 'a NUL character, which ends a text for every program');
  if (!word.isWellFormed())
    throw wordNotPassable(word, 'half of a character (a lone surrogate), which UTF-8 cannot hold');
}

/** The command on lines of its own: the program, then each flag with its values. */
export function renderCommand(program: readonly string[], flags: readonly (readonly string[])[]): string {
  const lines = [program, ...flags].map((words) => words.map(quoteWord).join(' '));
  return lines.join(' \\\n  ');
}
