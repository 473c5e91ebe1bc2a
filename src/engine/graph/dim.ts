// Dimensions of a tensor shape: a number, or a product of a number and symbols such as `B` (sequences) and `S` (positions).
// Products are enough for BERT (`B*S` rows, `B*S*12` heads); sums are deliberately not supported.

/** A size: `384`, `"B"`, `"B*S"`, `"12*B*S"`. The text form is canonical: one leading number, then symbols in order. */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** Values of the symbols for one execution. */
export type DimBindings = Readonly<Record<string, number>>;

interface Monomial {
  readonly factor: number;
  readonly symbols: readonly string[];
}

function parseDim(dim: Dim): Monomial {
  if (typeof dim === 'number') return { factor: dim, symbols: [] };
  const parts = dim.split('*');
  const numbers = parts.filter((part) => /^\d+$/.test(part)).map(Number);
  return { factor: numbers.reduce((a, b) => a * b, 1), symbols: parts.filter((part) => !/^\d+$/.test(part)).sort() };
}

function renderDim({ factor, symbols }: Monomial): Dim {
  if (symbols.length === 0 || factor === 0) return factor;
  return (factor === 1 ? symbols : [String(factor), ...symbols]).join('*');
}

/** The product of dimensions, in canonical form. */
export function multiplyDims(dims: Shape): Dim {
  const parts = dims.map(parseDim);
  return renderDim({
    factor: parts.reduce((product, part) => product * part.factor, 1),
    symbols: parts.flatMap((part) => part.symbols).sort(),
  });
}

/** The size of a dimension under the given bindings; throws if a symbol has none. */
export function sizeOf(dim: Dim, bindings: DimBindings): number {
  const { factor, symbols } = parseDim(dim);
  return symbols.reduce((size, symbol) => {
    const bound = bindings[symbol];
    if (bound === undefined) throw new Error(`dimension ${symbol} has no value`);
    return size * bound;
  }, factor);
}

/** All dimensions of a shape as numbers. */
export function sizesOf(shape: Shape, bindings: DimBindings): number[] {
  return shape.map((dim) => sizeOf(dim, bindings));
}

/** Number of elements of a shape. */
export function elementsOf(shape: Shape, bindings: DimBindings): number {
  return shape.reduce<number>((product, dim) => product * sizeOf(dim, bindings), 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** NumPy broadcasting of two shapes; throws if they do not fit. Symbols only match themselves and 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new Error(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
  });
}
