// The floating point types that weights are stored in, widened or rounded to the 32-bit floats that the engine computes with. Pure.

/** Types whose tensors can be read as 32-bit floats, by safetensors' name. */
export type FloatType = 'F64' | 'F32' | 'F16' | 'BF16';

const bytesOfType: Readonly<Record<FloatType, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

/** Whether tensors of this type can be read as 32-bit floats. */
export function isFloatType(dtype: string): dtype is FloatType {
  return Object.hasOwn(bytesOfType, dtype);
}

/** Bytes of one element. */
export function bytesOfFloat(dtype: FloatType): number {
  return bytesOfType[dtype];
}

/** Writes the elements that lie in `source`, little-endian and aligned to their size, into `target`, which has as many. */
export function convertToFloat32(source: Uint8Array, dtype: FloatType, target: Float32Array): void {
  const { buffer, byteOffset } = source;
  if (dtype === 'F32') return target.set(new Float32Array(buffer, byteOffset, target.length));
  if (dtype === 'F64') return target.set(new Float64Array(buffer, byteOffset, target.length));
  const halves = new Uint16Array(buffer, byteOffset, target.length);
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  const widened = dtype === 'F16' ? halfTable() : null;
  for (let i = 0; i < bits.length; i++) bits[i] = widened === null ? halves[i]! << 16 : widened[halves[i]!]!;
}

let table: Uint32Array | undefined;

/** The bits of the 32-bit float for the bits of each 16-bit float. */
function halfTable(): Uint32Array {
  table ??= Uint32Array.from({ length: 1 << 16 }, (_, half) => widenHalf(half));
  return table;
}

function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Subnormal: shift until the leading one is where a normal number has it implied.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | ((fraction << (13 + shift)) & 0x7fffff);
}
