// The optimizers as programs of a device. Each reads a tensor with its gradient and moments, and writes the new ones elsewhere.

import type { Device, DeviceTensor } from '../exec/device.ts';
import type { AdamWStep } from '../optim/adamw.ts';
import { adamWScalars, buildAdamWGraph } from '../optim/adamw-graph.ts';
import { trustRatio } from '../optim/lamb.ts';
import { buildLambDirectionGraph, buildLambMoveGraph, buildLambNormsGraph, lambScalars } from '../optim/lamb-graph.ts';
import type { OptimizerOptions } from '../optim/optimizer.ts';

/** A tensor before an update. */
export interface Before {
  readonly weights: DeviceTensor;
  readonly gradients: DeviceTensor;
  readonly first: DeviceTensor;
  readonly second: DeviceTensor;
}

/** Where an update writes: all different from what it reads. `scratch` holds nothing afterwards. */
export interface After {
  readonly new_weights: DeviceTensor;
  readonly new_first: DeviceTensor;
  readonly new_second: DeviceTensor;
  readonly scratch: DeviceTensor;
}

export interface GpuOptimizer {
  /** Updates a tensor of the given shape. */
  update(before: Before, after: After, shape: readonly number[], step: AdamWStep): Promise<void>;
  release(): Promise<void>;
}

/** Compiles an optimizer for a device. */
export function compileOptimizer(device: Device, options: OptimizerOptions): Promise<GpuOptimizer> {
  const { optimizer = 'adamw' } = options;
  return optimizer === 'adamw'
    ? compileAdamW(device, options)
    : compileLamb(device, options, optimizer !== 'lamb_no_bias_correction');
}

async function compileAdamW(device: Device, options: OptimizerOptions): Promise<GpuOptimizer> {
  const program = await device.compile(buildAdamWGraph(options));
  return {
    update: (before, { new_weights, new_first, new_second }, shape, step) =>
      program.run({ ...before, ...adamWScalars(step) }, { new_weights, new_first, new_second }, { N: sizeOf(shape) }),
    release: () => program.release(),
  };
}

async function compileLamb(device: Device, options: OptimizerOptions, biasCorrection: boolean): Promise<GpuOptimizer> {
  const direction = await device.compile(buildLambDirectionGraph(options));
  const norms = await device.compile(buildLambNormsGraph());
  const move = await device.compile(buildLambMoveGraph());
  return {
    async update(before, { new_weights, new_first, new_second, scratch }, shape, step) {
      const { weights } = before;
      const N = sizeOf(shape);
      const results = { direction: scratch, new_first, new_second };
      await direction.run({ ...before, ...lambScalars(step, biasCorrection) }, results, { N });
      const squares = { weight_squares: new Float32Array(1), direction_squares: new Float32Array(1) };
      const W = shape.at(-1) ?? 1;
      await norms.run({ weights, direction: scratch }, squares, { R: N / W, W });
      const rate = step.learningRate * trustRatio(squares.weight_squares[0]!, squares.direction_squares[0]!);
      await move.run({ weights, direction: scratch, rate: Float32Array.of(rate) }, { new_weights }, { N });
    },
    async release() {
      for (const program of [direction, norms, move]) await program.release();
    },
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
