// The printer: one line for each input, operation and output. Tests compare these texts; people read them.

import type { Graph, TensorType, Value } from './graph.ts';

const shortNames = { float32: 'f32', int32: 'i32', bool: 'bool' } as const;

/** The type in short form, such as `f32[B*S, 128]`. */
export function printType(type: TensorType): string {
  return `${shortNames[type.dtype]}[${type.shape.join(', ')}]`;
}

function printAttributes(attributes: object): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return '';
  return ` {${entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')}}`;
}

const reference = (value: Value): string => `%${value.id}`;

/** The whole graph as text. */
export function printGraph(graph: Graph): string {
  const lines = [
    ...graph.inputs.map(({ name, value }) => `${reference(value)}: ${printType(value.type)} = input ${name}`),
    ...graph.nodes.map(({ op, inputs, attributes, outputs }) => {
      const left = outputs.map((value) => `${reference(value)}: ${printType(value.type)}`).join(', ');
      return `${left} = ${op}(${inputs.map(reference).join(', ')})${printAttributes(attributes)}`;
    }),
    ...graph.outputs.map(({ name, value }) => `output ${name} = ${reference(value)}`),
  ];
  return lines.join('\n') + '\n';
}
