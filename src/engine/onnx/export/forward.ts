// A model's forward pass as the nodes of an ONNX file: Hugging Face's inputs and outputs, weights under their own names, every node
// with its IPU and pipeline stage. Which IPU that is was decided before (ipu/stages.ts); bytes are made in model-file.ts.

import { sizesOf, type DimBindings, type Shape } from '../../graph/dim.ts';
import type { Node, Value } from '../../graph/graph.ts';
import type { PlannedTask } from '../../ipu/plan-input.ts';
import type { ModelStages, Stage } from '../../ipu/stages.ts';
import type { BertConfig } from '../../model/config.ts';
import { buildInferenceParts, type ModelPart } from '../../model/graphs.ts';
import type { Head } from '../../model/head.ts';
import { lowerToOpset11, type ExportContext } from './opset11.ts';
import { modelInputs, modelOutputs, writeInput, writeOutputs, type ExportSizes, type ModelPort } from './ports.ts';
import { StagedWriter, type FloatType, type StagedNode } from './staged-writer.ts';

export interface ForwardRequest {
  readonly task: PlannedTask;
  readonly config: BertConfig;
  readonly head: Head;
  readonly stages: ModelStages;
  readonly sizes: ExportSizes;
  readonly floatType: FloatType;
}

/** The graph of an ONNX file, but for the values of the weights. */
export interface ForwardModel {
  readonly nodes: readonly StagedNode[];
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** Initializers besides the weights: sizes of shapes, by name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

/** Writes the forward pass. */
export function exportForward(request: ForwardRequest): ForwardModel {
  const { task, config, head, stages, sizes, floatType } = request;
  const { graph, partOf } = buildInferenceParts(config, head);
  const { microBatch, sequenceLength, maskedWords } = sizes;
  const bindings: DimBindings = { B: microBatch, S: sequenceLength, M: microBatch * maskedWords };
  const writer = new StagedWriter(stages.embeddings);
  const context = { writer, sizes, floatType };
  const scores = graph.outputs.map(({ name, value }) => {
    const shape = sizesOf(value.type.shape, bindings);
    const ports = modelOutputs(name, shape, task, context);
    return { name, value, ports, isOutput: String(ports[0]!.shape) === String(shape) };
  });
  const names = new Map<number, string>();
  for (const { name, value, isOutput } of scores) names.set(value.id, isOutput ? name : `score:${name}`);
  const parameters = new Set(head.parameters(config).map(({ name }) => name));
  const ends = new Map(graph.inputs.map(({ name, value }) => [value.id, name]));
  const inputName = (value: Value): string => {
    const name = names.get(value.id) ?? ends.get(value.id);
    if (name === undefined) throw new Error(`value ${value.id} is read before it is computed`);
    if (!names.has(value.id)) names.set(value.id, parameters.has(name) ? name : writeInput(name, context));
    return names.get(value.id)!;
  };
  for (const node of graph.nodes) {
    const part = partOf(node);
    writer.enter(stageOf(part, stages), typeof part === 'number' ? `layer_${part}` : part);
    lowerNode(node, writer, floatType, bindings, inputName, names);
  }
  writer.enter(stages.head, 'outputs');
  for (const { value, ports, isOutput } of scores) if (!isOutput) writeOutputs(names.get(value.id)!, ports, context);
  const outputs = scores.flatMap(({ ports }) => ports);
  return { nodes: writer.nodes, shapes: writer.shapes, inputs: modelInputs(task, sizes), outputs };
}

function stageOf(part: ModelPart, { embeddings, layers, head }: ModelStages): Stage {
  if (typeof part === 'number') return layers[part]!;
  return part === 'embeddings' ? embeddings : head;
}

function lowerNode(
  node: Node,
  writer: StagedWriter,
  floatType: FloatType,
  bindings: DimBindings,
  inputName: (value: Value) => string,
  names: Map<number, string>,
): void {
  const types = (values: readonly Value[]) => values.map(({ type }) => type);
  const inputs = node.inputs.map(inputName);
  for (const { id } of node.outputs) if (!names.has(id)) names.set(id, `%${id}`);
  const context: ExportContext<typeof node.op> = {
    inputs,
    inputTypes: types(node.inputs),
    outputs: node.outputs.map(({ id }) => names.get(id)!),
    outputTypes: types(node.outputs),
    attributes: node.attributes,
    // For all but the CPU the engine writes standard operators.
    provider: 'webgpu',
    half: floatType === 'float16',
    node: (opType, args, options) => writer.node(opType, args, options),
    constant: (dtype, shape, values) => {
      if (dtype === 'int64') throw new Error('64-bit constants are shapes');
      return writer.constant(dtype === 'float32' ? floatType : dtype, shape, values);
    },
    scalar32: (value) => writer.constant('float32', [], [value]),
    shapeTensor: (shape: Shape) => writer.shape(sizesOf(shape, bindings)),
  };
  lowerToOpset11(node.op, context as never);
}
