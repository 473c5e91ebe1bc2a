// One journal line: eight hex digits of CRC-32 over the JSON bytes, a space, one JSON object, a newline.

import { stringifyWithNumbers } from '../json-number.ts';
import { crc32 } from './crc32.ts';
import type { JournalEvent } from './event.ts';
import { parseEvent, type ParsedEvent } from './parse.ts';

const crcDigits = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The line of an event, with its newline. */
export function encodeLine(event: JournalEvent): Uint8Array<ArrayBuffer> {
  const json = encoder.encode(stringifyWithNumbers(event));
  const frame = encoder.encode(`${crc32(json).toString(16).padStart(crcDigits, '0')} `);
  const line = new Uint8Array(frame.length + json.length + 1);
  line.set(frame);
  line.set(json, frame.length);
  line[line.length - 1] = 0x0a;
  return line;
}

/** The event of a line given without its newline, or the reason why the line cannot be read. */
export function decodeLine(line: Uint8Array): ParsedEvent {
  const frame = String.fromCharCode(...line.subarray(0, crcDigits + 1));
  if (!/^[0-9a-f]{8} $/.test(frame)) return { reason: 'it does not begin with a checksum' };
  const json = line.subarray(crcDigits + 1);
  if (crc32(json) !== Number.parseInt(frame, 16)) return { reason: 'its checksum does not match' };
  try {
    return parseEvent(JSON.parse(decoder.decode(json)));
  } catch {
    return { reason: 'it is not JSON in UTF-8' };
  }
}
