// BERT for extractive question answering: a score for every position to be the answer's start, and one to be its end.

import { differentiate } from '../autodiff/differentiate.ts';
import { GraphBuilder, type Graph, type Value } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import { accumulate } from '../passes/accumulate.ts';
import { eliminateDead } from '../passes/eliminate-dead.ts';
import { bertInputs, buildBert, type DropoutOptions, type ParameterLookup } from './bert.ts';
import type { BertConfig } from './config.ts';
import { questionAnsweringParameters } from './parameters.ts';

/** Name of the graph input that holds a parameter's running gradient sum, and of the output with the new sum. */
export const gradientInput = (parameter: string): string => `sum:${parameter}`;
export const gradientOutput = (parameter: string): string => `gradient:${parameter}`;

/** Inputs: parameters and tokens. Output `logits` [2, B, S]: start scores, then end scores. */
export function buildInferenceGraph(config: BertConfig): Graph {
  const graph = new GraphBuilder(inferTypes);
  graph.output('logits', forward(graph, config, parameterInputs(graph, config), { training: false, seed: 0 }));
  return eliminateDead(graph);
}

/**
 * One micro-batch of training. Inputs besides parameters and tokens: `span_bias` [1, B, S], added to the scores (very negative
 * where an answer cannot be); `targets` [2, B, S], one-hot start and end positions times the example's weight in the update;
 * `sum:<parameter>`, the gradients so far. Outputs: `loss` [] (the micro-batch's share of the update's loss), `gradient:<parameter>`.
 */
export function buildTrainingGraph(config: BertConfig, dropoutSeed: number): Graph {
  const graph = new GraphBuilder(inferTypes);
  const specs = questionAnsweringParameters(config);
  const parameter = parameterInputs(graph, config);
  const logits = forward(graph, config, parameter, { training: true, seed: dropoutSeed });
  const masked = graph.emit('add', [logits, graph.input('span_bias', 'float32', [1, 'B', 'S'])], {}); // [2, B, S]
  const targets = graph.input('targets', 'float32', [2, 'B', 'S']);
  const loss = graph.emit('crossEntropy', [masked, targets], {}); // []
  graph.output('loss', loss);
  const seed = graph.input('loss_gradient', 'float32', []);
  const values = specs.map((spec) => parameter(spec.name));
  const gradients = differentiate(graph, loss, seed, values);
  for (const [i, spec] of specs.entries()) {
    const sum = graph.input(gradientInput(spec.name), 'float32', spec.shape);
    graph.output(gradientOutput(spec.name), accumulate(graph, sum, gradients[i]!));
  }
  return eliminateDead(graph);
}

function parameterInputs(graph: GraphBuilder, config: BertConfig): ParameterLookup {
  const values = new Map(
    questionAnsweringParameters(config).map((spec) => [spec.name, graph.input(spec.name, 'float32', spec.shape)]),
  );
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the model has no parameter ${name}`);
    return value;
  };
}

function forward(graph: GraphBuilder, config: BertConfig, parameter: ParameterLookup, dropout: DropoutOptions): Value {
  const hidden = buildBert(graph, config, bertInputs(graph), parameter, dropout); // [B*S, H]
  const head = [hidden, parameter('qa_outputs.weight'), parameter('qa_outputs.bias')];
  const scores = graph.emit('linear', head, {}); // [B*S, 2]
  const spread = graph.emit('reshape', [scores], { shape: ['B', 'S', 2] });
  return graph.emit('transpose', [spread], { permutation: [2, 0, 1] }); // [2, B, S]
}
