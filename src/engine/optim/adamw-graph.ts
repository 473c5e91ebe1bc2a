// AdamW as a graph, for devices that keep weights and moments in their own memory. The same update as adamw.ts, in float32 throughout.

import { GraphBuilder, type Graph, type Value } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import type { AdamWOptions, AdamWStep } from './adamw.ts';

export type MomentOptions = Pick<AdamWOptions, 'beta1' | 'beta2'>;

/**
 * One update of any tensor of N elements. Inputs: `weights`, `gradients`, `first`, `second`, and the scalars of `adamWScalars`.
 * Outputs: `new_weights`, `new_first`, `new_second`.
 */
export function buildAdamWGraph(options: MomentOptions): Graph {
  const graph = new GraphBuilder(inferTypes);
  const scalar = (name: string) => graph.input(name, 'float32', []);
  const { newFirst, newSecond } = emitMoments(graph, options);
  const root = graph.emit('mul', [graph.emit('sqrt', [newSecond], {}), scalar('root_correction')], {});
  const divisor = graph.emit('add', [root, scalar('epsilon')], {});
  const step = graph.emit('div', [graph.emit('mul', [newFirst, scalar('step_size')], {}), divisor], {});
  const kept = graph.emit('mul', [graph.input('weights', 'float32', ['N']), scalar('keep')], {});
  graph.output('new_weights', graph.emit('sub', [kept, step], {}));
  graph.output('new_first', newFirst);
  graph.output('new_second', newSecond);
  return graph;
}

/** The moments after a gradient, from the inputs `gradients`, `first` and `second` [N], and `gradient_scale` []. */
export function emitMoments(
  graph: GraphBuilder,
  { beta1, beta2 }: MomentOptions,
): { readonly newFirst: Value; readonly newSecond: Value } {
  const scale = (x: Value, factor: number) => graph.emit('scale', [x], { factor });
  const [gradients, first, second] = ['gradients', 'first', 'second'].map((name) =>
    graph.input(name, 'float32', ['N']),
  );
  const gradient = graph.emit('mul', [gradients!, graph.input('gradient_scale', 'float32', [])], {});
  const change = graph.emit('sub', [gradient, first!], {});
  const square = graph.emit('mul', [gradient, gradient], {});
  return {
    newFirst: graph.emit('add', [first!, scale(change, 1 - beta1)], {}),
    newSecond: graph.emit('add', [scale(second!, beta2), scale(square, 1 - beta2)], {}),
  };
}

/** What changes from update to update and from tensor to tensor, as the graph's scalar inputs. */
export function adamWScalars(step: AdamWStep): Record<string, Float32Array> {
  const scalars = {
    gradient_scale: step.gradientScale,
    keep: 1 - step.learningRate * step.weightDecay,
    step_size: step.learningRate / (1 - step.beta1 ** step.step),
    root_correction: 1 / Math.sqrt(1 - step.beta2 ** step.step),
    epsilon: step.epsilon,
  };
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
}
