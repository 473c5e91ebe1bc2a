// Small checks that shape rules share.

import type { DType, TensorType } from '../graph/graph.ts';
import type { Shape } from '../graph/dim.ts';

/** The float32 type of a shape. */
export function float(shape: Shape): TensorType {
  return { dtype: 'float32', shape };
}

/** The inputs, if there are as many as expected and of the expected data types; throws otherwise. */
export function expectInputs(inputs: readonly TensorType[], dtypes: readonly DType[]): readonly TensorType[] {
  const actual = inputs.map((input) => input.dtype);
  if (actual.length !== dtypes.length || actual.some((dtype, i) => dtype !== dtypes[i])) {
    throw new Error(`expects (${dtypes.join(', ')}), got (${actual.join(', ')})`);
  }
  return inputs;
}

/** Throws unless the condition holds. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
