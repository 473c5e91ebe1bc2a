// Files that the engine's text, data and evaluation tests share, read from disk.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSquad, type SquadExample } from '../../src/engine/data/squad.ts';
import { parseVocabulary, type Vocabulary } from '../../src/engine/text/vocabulary.ts';

const root = join(import.meta.dirname, '..', '..');

/** A file under test/fixtures/squad. */
export function readFixture(name: string): string {
  return readFileSync(join(root, 'test/fixtures/squad', name), 'utf8');
}

/** Little-endian float32 numbers under test/fixtures/squad. */
export function readFloats(name: string): Float32Array {
  const bytes = readFileSync(join(root, 'test/fixtures/squad', name));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

/** The vocabulary of bert-base-uncased. */
export function readVocabulary(): Vocabulary {
  return parseVocabulary(readFileSync(join(root, 'samples/vocab.txt'), 'utf8'), 'vocab.txt');
}

/** A sample dataset that the product ships. */
export function readSample(name: 'train' | 'dev'): SquadExample[] {
  const file = `${name}-sample.json`;
  return [...parseSquad(readFileSync(join(root, 'samples/squad', file), 'utf8'), file, { version2: false }).examples];
}
