// AdamW as a graph, for devices that keep weights and moments in their own memory. The same update as adamw.ts, in float32 throughout.

import { GraphBuilder, type Graph, type Value } from '../graph/graph.ts';
import { inferTypes } from '../ops/table.ts';
import type { AdamWOptions, AdamWStep } from './adamw.ts';

/**
 * One update of any tensor of N elements. Inputs: `weights`, `gradients`, `first`, `second`, and the scalars of `adamWScalars`.
 * Outputs: `new_weights`, `new_first`, `new_second`.
 */
export function buildAdamWGraph({ beta1, beta2 }: Pick<AdamWOptions, 'beta1' | 'beta2'>): Graph {
  const graph = new GraphBuilder(inferTypes);
  const tensor = (name: string) => graph.input(name, 'float32', ['N']);
  const scalar = (name: string) => graph.input(name, 'float32', []);
  const scale = (x: Value, factor: number) => graph.emit('scale', [x], { factor });
  const two = (op: 'add' | 'sub' | 'mul' | 'div', a: Value, b: Value) => graph.emit(op, [a, b], {});

  const gradient = two('mul', tensor('gradients'), scalar('gradient_scale'));
  const first = tensor('first');
  const newFirst = two('add', first, scale(two('sub', gradient, first), 1 - beta1));
  const newSecond = two('add', scale(tensor('second'), beta2), scale(two('mul', gradient, gradient), 1 - beta2));
  const root = two('mul', graph.emit('sqrt', [newSecond], {}), scalar('root_correction'));
  const step = two('div', two('mul', newFirst, scalar('step_size')), two('add', root, scalar('epsilon')));
  graph.output('new_weights', two('sub', two('mul', tensor('weights'), scalar('keep')), step));
  graph.output('new_first', newFirst);
  graph.output('new_second', newSecond);
  return graph;
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
