// Rounding to 16-bit floats, against every 16-bit float there is and the middles between them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convertToFloat32 } from '../../../src/engine/checkpoint/float-types.ts';
import { roundToHalf } from '../../../src/engine/onnx/export/half.ts';

const halves = Uint16Array.from({ length: 1 << 16 }, (_, i) => i);
const values = new Float32Array(halves.length);
convertToFloat32(new Uint8Array(halves.buffer), 'F16', values);
const infinity = 0x7c00;

test('every 16-bit float stays what it is', () => {
  for (const [half, value] of values.entries()) {
    const [rounded] = roundToHalf(Float32Array.of(value));
    if (Number.isNaN(value)) assert.ok((rounded! & infinity) === infinity && (rounded! & 0x3ff) !== 0);
    else assert.equal(rounded, half, `${value}`);
  }
});

test('other numbers go to the nearest one, from the middle to the even one', () => {
  for (let half = 0; half < infinity; half++) {
    const low = values[half]!;
    const high = half + 1 === infinity ? 65536 : values[half + 1]!;
    const middle = (low + high) / 2;
    const even = half % 2 === 0 ? half : half + 1;
    const [quarter, tie, threeQuarters] = roundToHalf(Float32Array.of((low + middle) / 2, middle, (middle + high) / 2));
    assert.deepEqual([quarter, tie, threeQuarters], [half, even, half + 1], `between ${low} and ${high}`);
    assert.equal(roundToHalf(Float32Array.of(-middle))[0], even | 0x8000);
  }
});

test('what is too large or too small for 16 bits', () => {
  assert.deepEqual([...roundToHalf(Float32Array.of(1e30, -1e30, Infinity, 1e-30, -0))], [infinity, 0xfc00, infinity, 0, 0x8000]); // prettier-ignore
});
