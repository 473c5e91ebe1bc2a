// The graphs of a model with a head: scoring, and one micro-batch of training.

import { differentiate } from '../autodiff/differentiate.ts';
import type { Segment } from '../autodiff/recompute.ts';
import { multiplyDims, type Shape } from '../graph/dim.ts';
import { GraphBuilder, type Graph, type Node } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import { accumulate } from '../passes/accumulate.ts';
import { eliminateDead } from '../passes/eliminate-dead.ts';
import { bertInputs, buildBert, type Drop, type ParameterLookup } from './bert.ts';
import type { BertConfig } from './config.ts';
import type { Head, HeadContext } from './head.ts';

/** Name of the graph input that holds a parameter's running gradient sum, and of the output with the new sum. */
export const gradientInput = (parameter: string): string => `sum:${parameter}`;
export const gradientOutput = (parameter: string): string => `gradient:${parameter}`;

/** A place where activations are dropped out: the graph input that takes the mask, 0 or 1 / (1 − rate) for every element. */
export interface DropoutSite {
  readonly name: string;
  readonly rate: number;
  readonly shape: Shape;
}

export interface TrainingGraph {
  readonly graph: Graph;
  readonly dropoutSites: readonly DropoutSite[];
}

/** Inputs: parameters, tokens, and what the head's scores need. Outputs: the scores, named and shaped as the head says. */
export function buildInferenceGraph(config: BertConfig, head: Head): Graph {
  return buildInferenceParts(config, head).graph;
}

/** A part of a model: its embeddings, an encoder layer by its index, or what comes after the last layer. */
export type ModelPart = 'embeddings' | number | 'head';

/** The graph of `buildInferenceGraph`, and which part of the model each of its nodes belongs to. */
export function buildInferenceParts(
  config: BertConfig,
  head: Head,
): { graph: Graph; partOf: (node: Node) => ModelPart } {
  const graph = new GraphBuilder(inferTypes);
  const { context, layers } = encode(graph, config, head, (x) => x);
  const scores = head.scores(context);
  for (const [name, value] of Object.entries(scores)) graph.output(name, value);
  const parts = new Map(graph.nodes.map((node, index) => [node, partAt(index, layers)]));
  return { graph: eliminateDead(graph), partOf: (node) => parts.get(node)! };
}

function partAt(index: number, layers: readonly Segment[]): ModelPart {
  if (index < layers[0]!.start) return 'embeddings';
  const layer = layers.findIndex(({ end }) => index < end);
  return layer === -1 ? 'head' : layer;
}

export interface TrainingGraphOptions {
  /** Keep only the input of each encoder layer, and compute the layer again in the backward pass: less memory, more time. */
  readonly recomputeLayers?: boolean;
}

/**
 * One micro-batch of training. Inputs besides parameters and tokens: those of the head's loss; `loss_gradient` [], 1 or the loss scale;
 * a mask for each dropout site; `sum:<parameter>`, the gradients so far. Outputs: `loss` [] (the micro-batch's share of the
 * update's loss), `gradient:<parameter>`.
 */
export function buildTrainingGraph(
  config: BertConfig,
  head: Head,
  { recomputeLayers = false }: TrainingGraphOptions = {},
): TrainingGraph {
  const graph = new GraphBuilder(inferTypes);
  const dropoutSites: DropoutSite[] = [];
  const drop: Drop = (x, rate) => {
    if (rate === 0) return x;
    const site = { name: `dropout:${dropoutSites.length}`, rate, shape: x.type.shape };
    dropoutSites.push(site);
    return graph.emit('mul', [x, graph.input(site.name, 'float32', site.shape)], {});
  };
  const { context, layers } = encode(graph, config, head, drop);
  const loss = head.loss(context, head.scores(context));
  graph.output('loss', loss);
  const seed = graph.input('loss_gradient', 'float32', []);
  const specs = head.parameters(config);
  const values = specs.map((spec) => context.parameter(spec.name));
  // The last layer's backward pass comes right after it: to compute it again would save nothing.
  const gradients = differentiate(graph, loss, seed, values, recomputeLayers ? layers.slice(0, -1) : []);
  for (const [i, spec] of specs.entries()) {
    const sum = graph.input(gradientInput(spec.name), 'float32', spec.shape);
    graph.output(gradientOutput(spec.name), accumulate(graph, sum, gradients[i]!));
  }
  return { graph: eliminateDead(graph), dropoutSites };
}

function encode(
  graph: GraphBuilder,
  config: BertConfig,
  head: Head,
  drop: Drop,
): { context: HeadContext; layers: readonly Segment[] } {
  const parameter = parameterInputs(graph, config, head);
  const sequences = multiplyDims([head.sequencesPerItem, 'B']);
  const { hidden, layers } = buildBert(graph, config, bertInputs(graph, sequences), parameter, drop);
  return { context: { graph, config, parameter, drop, sequences, hidden }, layers };
}

function parameterInputs(graph: GraphBuilder, config: BertConfig, head: Head): ParameterLookup {
  const values = new Map(
    head.parameters(config).map((spec) => [spec.name, graph.input(spec.name, 'float32', spec.shape)]),
  );
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the model has no parameter ${name}`);
    return value;
  };
}
