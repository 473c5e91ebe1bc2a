// How the operators of a forward pass are written in ONNX's operator set 11, the newest that PopART reads. What the engine's own
// lowering writes with newer or fused operators is spelled out here; the rest is lowered as it is there.
// Source: https://docs.graphcore.ai/projects/popart-user-guide/en/latest/supported_ops.html

import type { OpName } from '../../ops/attributes.ts';
import type { LoweringContext } from '../../ops/op.ts';
import { opOf } from '../../ops/table.ts';
import { onnxDataTypes } from '../schema.ts';

/** The operator set. */
export const exportOpset = 11;

/** What an export rule sees besides what every lowering rule does. */
export interface ExportContext<K extends OpName> extends LoweringContext<K> {
  /** Weights and activations are 16-bit floats, and so are the constants of `constant`. */
  readonly half: boolean;
  /** A 32-bit constant, whatever the weights are. */
  scalar32(value: number): string;
}

type Rule<K extends OpName> = (context: ExportContext<K>) => void;

/** x·Wᵀ + b, as PopTorch writes a linear layer. */
const linear: Rule<'linear'> = ({ node, inputs: [x, weight, bias], outputs }) => {
  const turned = node('Transpose', [weight!], { attributes: { perm: { ints: [1, 0] } } });
  node('Add', [node('MatMul', [x!, turned]), bias!], { outputs });
};

/** The exact one. PopART's own Gelu is an approximation. */
const gelu: Rule<'gelu'> = ({ node, constant, inputs: [x], outputs }) => {
  const scalar = (value: number): string => constant('float32', [], [value]);
  const erf = node('Erf', [node('Mul', [x!, scalar(Math.SQRT1_2)])]);
  const gate = node('Mul', [node('Add', [erf, scalar(1)]), scalar(0.5)]);
  node('Mul', [x!, gate], { outputs });
};

/** Statistics are 32-bit floats: BERT's epsilon, 10⁻¹², is zero in 16 bits. */
const layerNorm: Rule<'layerNorm'> = ({ node, scalar32, half, inputs: [x, gamma, beta], outputs, attributes }) => {
  const cast = (value: string, to: number): string => node('Cast', [value], { attributes: { to: { int: to } } });
  const mean = (value: string): string =>
    node('ReduceMean', [value], { attributes: { axes: { ints: [-1] }, keepdims: { int: 1 } } });
  const wide = half ? cast(x!, onnxDataTypes.float32) : x!;
  const centred = node('Sub', [wide, mean(wide)]);
  const variance = mean(node('Mul', [centred, centred]));
  const deviation = node('Sqrt', [node('Add', [variance, scalar32(attributes.epsilon)])]);
  const normal = node('Div', [centred, deviation]);
  const narrow = half ? cast(normal, onnxDataTypes.float16) : normal;
  node('Add', [node('Mul', [narrow, gamma!]), beta!], { outputs: [outputs[0]!] });
};

/**
 * Between two views: ONNX Runtime (1.30) merges a Tanh into the product before it, and then refuses the merged node for the names of the
 * attributes that PopART needs.
 */
const tanh: Rule<'tanh'> = ({ node, shapeTensor, inputs: [x], inputTypes, outputs }) => {
  const shape = inputTypes[0]!.shape;
  const view = node('Reshape', [x!, shapeTensor([1, ...shape])]);
  node('Reshape', [node('Tanh', [view]), shapeTensor(shape)], { outputs });
};

const spelledOut: { readonly [K in OpName]?: Rule<K> } = { linear, gelu, layerNorm, tanh };

/** Lowered by the engine to operators that are in set 11 with the same meaning. */
const asInEngine: ReadonlySet<OpName> = new Set([
  'add',
  'gather',
  'matmul',
  'reshape',
  'scale',
  'softmax',
  'transpose',
] as const);

/** Writes one operator. */
export function lowerToOpset11<K extends OpName>(op: K, context: ExportContext<K>): void {
  const rule = spelledOut[op] as Rule<K> | undefined;
  if (rule !== undefined) return rule(context);
  if (!asInEngine.has(op))
    throw new Error(`${op} does not occur in a forward pass, so that nothing says how to export it`);
  opOf(op).lower(context);
}
