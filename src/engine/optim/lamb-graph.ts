// LAMB as graphs, for devices that keep weights and moments in their own memory. The same update as lamb.ts, in float32 throughout, in
// three programs: how far a tensor moves depends on the norms of all of its elements.

import { GraphBuilder, type Graph } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import { emitMoments, type MomentOptions } from './adamw-graph.ts';
import type { AdamWStep } from './adamw.ts';
import { emitSum } from './gradient-graphs.ts';

/**
 * Where a tensor of N elements moves. Inputs: `weights`, `gradients`, `first`, `second`, and the scalars of `lambScalars`. Outputs:
 * `direction`, `new_first`, `new_second`.
 */
export function buildLambDirectionGraph(options: MomentOptions): Graph {
  const graph = new GraphBuilder(inferTypes);
  const scalar = (name: string) => graph.input(name, 'float32', []);
  const { newFirst, newSecond } = emitMoments(graph, options);
  const root = graph.emit('mul', [graph.emit('sqrt', [newSecond], {}), scalar('root_correction')], {});
  const corrected = graph.emit('mul', [newFirst, scalar('first_correction')], {});
  const adam = graph.emit('div', [corrected, graph.emit('add', [root, scalar('epsilon')], {})], {});
  const decay = graph.emit('mul', [graph.input('weights', 'float32', ['N']), scalar('weight_decay')], {});
  graph.output('direction', graph.emit('add', [adam, decay], {}));
  graph.output('new_first', newFirst);
  graph.output('new_second', newSecond);
  return graph;
}

/** Inputs: `weights` and `direction` [R, W]. Outputs: `weight_squares` and `direction_squares`, the sums of their squares. */
export function buildLambNormsGraph(): Graph {
  const graph = new GraphBuilder(inferTypes);
  for (const [input, output] of [
    ['weights', 'weight_squares'],
    ['direction', 'direction_squares'],
  ] as const) {
    const tensor = graph.input(input, 'float32', ['R', 'W']);
    graph.output(output, emitSum(graph, graph.emit('mul', [tensor, tensor], {})));
  }
  return graph;
}

/** Inputs: `weights` and `direction` [N], `rate` []. Output: `new_weights`. */
export function buildLambMoveGraph(): Graph {
  const graph = new GraphBuilder(inferTypes);
  const [weights, direction] = [graph.input('weights', 'float32', ['N']), graph.input('direction', 'float32', ['N'])];
  const step = graph.emit('mul', [direction, graph.input('rate', 'float32', [])], {});
  graph.output('new_weights', graph.emit('sub', [weights, step], {}));
  return graph;
}

/** What changes from update to update and from tensor to tensor, as the direction graph's scalar inputs. */
export function lambScalars(step: AdamWStep, biasCorrection: boolean): Record<string, Float32Array> {
  const scalars = {
    gradient_scale: step.gradientScale,
    first_correction: biasCorrection ? 1 / (1 - step.beta1 ** step.step) : 1,
    root_correction: biasCorrection ? 1 / Math.sqrt(1 - step.beta2 ** step.step) : 1,
    epsilon: step.epsilon,
    weight_decay: step.weightDecay,
  };
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)]));
}
