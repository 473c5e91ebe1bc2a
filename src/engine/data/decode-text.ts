// Bytes to text: UTF-8, or UTF-16 if its byte order mark says so. Bytes that are no text are refused with their line; none is ever
// replaced by a question mark in silence.

import { fileTooLarge, notText } from './errors.ts';

/** A file's text without a byte order mark, and in `notes` what is odd about its encoding. */
export interface DecodedText {
  readonly text: string;
  readonly notes: readonly string[];
}

/** The longest string that JavaScript holds, in UTF-16 units; in UTF-8 no text has fewer bytes than units. */
const longestText = 0x1fffffe8;

/** Decodes the bytes of a file. */
export function decodeText(bytes: Uint8Array, fileName: string): DecodedText {
  if (bytes.length > longestText) throw fileTooLarge(fileName, bytes.length, longestText);
  const encoding = recogniseEncoding(bytes, fileName);
  const notes = encoding === 'utf-8' ? [] : ['The file is UTF-16, as its byte order mark says, and was read as such.'];
  try {
    // The decoder drops the byte order mark.
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), notes };
  } catch (cause) {
    if (encoding !== 'utf-8') throw notText(fileName, '', 'it is broken UTF-16', cause);
    throw notText(fileName, `:${firstBrokenLine(bytes)}`, 'the line is not UTF-8', cause);
  }
}

function recogniseEncoding(bytes: Uint8Array, fileName: string): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) {
    if (third === 0 && fourth === 0) throw notText(fileName, '', 'it is UTF-32');
    return 'utf-16le';
  }
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // No text of ours holds NUL; in UTF-16 every second byte of plain Latin text is one.
  if (first === 0 || second === 0) throw notText(fileName, '', 'it is UTF-16 or binary, without a byte order mark');
  return 'utf-8';
}

function firstBrokenLine(bytes: Uint8Array): number {
  const lineFeed = 0x0a;
  for (let line = 1, start = 0; ; line += 1) {
    const next = bytes.indexOf(lineFeed, start);
    const end = next === -1 ? bytes.length : next;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (next === -1) return line;
    start = next + 1;
  }
}
