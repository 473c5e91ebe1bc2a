// Where the elements of a strided view lie. Pure.

/** Sizes and strides, counted in elements, of a view that may be transposed or sliced. */
export interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Whether the elements lie one after the other in row-major order. */
export function isContiguous({ shape, strides }: Strided): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return shape.includes(0);
    expected *= shape[axis]!;
  }
  return true;
}

/** How many elements of the storage lie from the view's first to its last, both included. */
export function spanOf({ shape, strides }: Strided): number {
  return shape.includes(0) ? 0 : 1 + shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 0);
}

/** Where an element lies, from the view's first; `index` counts in row-major order. */
export function elementAt({ shape, strides }: Strided, index: number): number {
  let [left, position] = [index, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    position += (left % size) * strides[axis]!;
    left = Math.floor(left / size);
  }
  return position;
}
