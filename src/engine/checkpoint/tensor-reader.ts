// Reads tensors from their places in an open file, straight into the memory where they stay. Knows no file format.

import type { FileHandle } from 'node:fs/promises';
import { bytesOfFloat, convertToFloat32, type FloatType } from './float-types.ts';

/** Where the elements of a tensor lie in a file, one after the other. */
export interface TensorPlace {
  readonly dtype: FloatType;
  readonly elements: number;
  /** In bytes from the start of the file. */
  readonly position: number;
}

/** A part of a tensor that is read at once. */
interface Piece {
  readonly dtype: FloatType;
  readonly position: number;
  readonly target: Float32Array;
}

/** Reads in flight: enough to copy on all cores of a small machine and to keep a fast disk busy. */
const parallelReads = 4;
const pieceBytes = 1 << 22;

/** The elements at each place, as 32-bit floats. Throws what `cutShort` gives if the file ends before them. */
export async function readTensors(
  file: FileHandle,
  places: readonly TensorPlace[],
  cutShort: () => Error,
): Promise<Float32Array[]> {
  const tensors = places.map(({ elements }) => allocate(elements));
  const pieces = places.flatMap((place, index) => cut(place, tensors[index]!)).values();
  await Promise.all(Array.from({ length: parallelReads }, () => readPieces(file, pieces, cutShort)));
  return tensors;
}

/** Fills the bytes from a position in a file. Throws what `cutShort` gives if the file ends before. */
export async function readFully(
  file: FileHandle,
  target: Uint8Array,
  position: number,
  cutShort: () => Error,
): Promise<void> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done);
    if (bytesRead === 0) throw cutShort();
    done += bytesRead;
  }
}

/** The memory of an array of floats, as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function readPieces(file: FileHandle, pieces: Iterable<Piece>, cutShort: () => Error): Promise<void> {
  let scratch: Uint8Array | undefined;
  for (const { dtype, position, target } of pieces) {
    if (dtype === 'F32') {
      await readFully(file, bytesOf(target), position, cutShort);
      continue;
    }
    scratch ??= new Uint8Array(pieceBytes);
    const source = scratch.subarray(0, target.length * bytesOfFloat(dtype));
    await readFully(file, source, position, cutShort);
    convertToFloat32(source, dtype, target);
  }
}

function cut({ dtype, position }: TensorPlace, tensor: Float32Array): Piece[] {
  const length = pieceBytes / bytesOfFloat(dtype);
  return Array.from({ length: Math.ceil(tensor.length / length) }, (_, index) => ({
    dtype,
    position: position + index * pieceBytes,
    target: tensor.subarray(index * length, (index + 1) * length),
  }));
}

/** Memory that is not cleared first, because every byte of it will be read from the file. */
function allocate(elements: number): Float32Array {
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(elements * Float32Array.BYTES_PER_ELEMENT);
  return new Float32Array(buffer, byteOffset, elements);
}
