// Shows how work goes on: one line that is redrawn on a terminal, a line every few seconds elsewhere.

import type { BarStyle } from './progress-line.ts';

const redrawMs = 100;
const plainLineMs = 5000;
/** What is written before a line to replace the one that is there. */
const clearLine = '\r\u001b[K';

/** Where progress is shown. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The progress of one piece of work, from its start to `finish`. */
export class ProgressDisplay {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #lastLine = '';
  #lastPhase = '';
  #lastTimeMs = -Infinity;
  #isOpen = false;

  /** `now` gives milliseconds of any clock that only goes forward. */
  constructor(output: ProgressOutput, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#now = now;
  }

  /** Shows the line that `render` gives, unless one of the same phase was shown a moment ago. */
  update(phase: string, render: (columns: number, bar: BarStyle) => string): void {
    const sinceMs = this.#now() - this.#lastTimeMs;
    if (phase === this.#lastPhase && sinceMs < (this.#output.isTTY ? redrawMs : plainLineMs)) return;
    const line = render(this.#columns(), hasBlocks() ? ['█', '░'] : ['#', '-']);
    if (line === this.#lastLine) return;
    this.#output.write(this.#output.isTTY ? `${clearLine}${line}` : `${line}\n`);
    this.#lastLine = line;
    this.#lastPhase = phase;
    this.#lastTimeMs = this.#now();
    this.#isOpen = this.#output.isTTY === true;
  }

  /** Says something above the progress. */
  note(text: string): void {
    this.#output.write(`${this.#isOpen ? clearLine : ''}${text}\n`);
    if (this.#isOpen) this.#output.write(this.#lastLine);
  }

  /** Removes the line: what comes next says how the run ended. */
  finish(): void {
    if (this.#isOpen) this.#output.write(clearLine);
    this.#isOpen = false;
  }

  #columns(): number {
    // One less than there are: in the last column some terminals go to the next line.
    return this.#output.isTTY ? (this.#output.columns || 80) - 1 : 200;
  }
}

/** The Linux console and old Windows consoles have no fine blocks in their fonts. */
function hasBlocks(): boolean {
  if (process.platform === 'win32') return process.env['WT_SESSION'] !== undefined;
  return process.env['TERM'] !== 'linux';
}
