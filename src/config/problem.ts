// What is wrong in an experiment file and where. Positions count UTF-16 units, as VS Code and JavaScript strings do.

/** A fault without its place: stable code, what is wrong with which thing, and the remedy. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A piece of the file's text. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** Something the file says that cannot be right (`error`) or will surprise (`warning`); line and column count from 1. */
export interface Problem extends Fault, Range {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
}

/** A function from an offset of `text` to its line and column, both from 1. */
export function indexLines(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  const breaks = text.matchAll(/\r\n|\r|\n/g);
  let isAll = false;
  return (offset) => {
    // No further than asked for: what is too long to be read has its one problem at the beginning.
    while (!isAll && starts.at(-1)! <= offset) {
      const { value: found, done } = breaks.next();
      if (done) isAll = true;
      else starts.push(found.index + found[0].length);
    }
    // The last line that starts at or before the offset, by halves: a file may have as many problems as lines.
    let [line, end] = [0, starts.length];
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if (starts[middle]! <= offset) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}
