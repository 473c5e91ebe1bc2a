// The end of a run's output log as plain text: the log is raw bytes from any program, with colours, progress bars and worse.

import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The last lines of a log file as text fit to show, from at most its last `maxBytes`; empty if there is no file. */
export async function readOutputTail(path: string, maxBytes = 8192): Promise<string> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return '';
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - maxBytes);
    const buffer = new Uint8Array(size - from);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return renderOutput(buffer.subarray(0, bytesRead), from > 0);
  } finally {
    await handle.close();
  }
}

/** Output bytes as a terminal would leave them on its screen; `cut`: they begin in the middle of a line. */
export function renderOutput(bytes: Uint8Array, cut: boolean): string {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  // A half line says little and may begin inside a character; a log of one endless line is shown all the same.
  if (cut && lines.length > 1) lines.shift();
  return lines.map(renderLine).join('\n').trim();
}

/** What remains of a line: a progress bar overwrites itself after each carriage return. */
function renderLine(line: string): string {
  const visible = line.replace(/\r$/, '').split('\r').at(-1) ?? '';
  return plainText(visible).trimEnd();
}

/** Text without terminal escapes, control characters other than tab and newline, and marks that turn the reading direction. */
export function plainText(text: string): string {
  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
  return stripVTControlCharacters(text).replaceAll(controls, '');
}
