// Weights, sums and moments in GPU memory: only the gradient norm and what is saved or evaluated comes back. A program never writes a
// tensor that it reads, so every result goes into a spare tensor of the same length, which then takes the old one's place.

import type { Device, DeviceTensor } from '../exec/device.ts';
import { GpuTensor } from '../exec/gpu-tensor.ts';
import type { Program } from '../exec/program.ts';
import { gradientInput, gradientOutput } from '../model/graphs.ts';
import { elementsOfSpec, type ParameterSpec } from '../model/parameters.ts';
import type { AdamWStep } from '../optim/adamw.ts';
import { buildKeepRowsGraph, buildSquaresGraph } from '../optim/gradient-graphs.ts';
import type { OptimizerOptions } from '../optim/optimizer.ts';
import { compileOptimizer, type GpuOptimizer } from './gpu-optimizer.ts';
import type { TensorState, TrainingState } from './training-state.ts';

type Tensors = Map<string, DeviceTensor>;
type FourTensors = [DeviceTensor, DeviceTensor, DeviceTensor, DeviceTensor];

interface Programs {
  readonly squares: Program;
  readonly optimizer: GpuOptimizer;
  /** For tensors with a row that is never learned, with the rows to keep. */
  readonly keepRows: ReadonlyMap<string, { readonly program: Program; readonly keep: DeviceTensor }>;
}

export class GpuState implements TrainingState {
  readonly #device: Device;
  readonly #specs: readonly ParameterSpec[];
  readonly #programs: Programs;
  readonly #host: ReadonlyMap<string, Float32Array>;
  readonly #weights: Tensors = new Map();
  readonly #first: Tensors = new Map();
  readonly #second: Tensors = new Map();
  #sums: Tensors = new Map();
  #nextSums: Tensors = new Map();
  /** Tensors that hold nothing, by length. */
  readonly #spares = new Map<number, DeviceTensor[]>();

  private constructor(
    device: Device,
    specs: readonly ParameterSpec[],
    weights: ReadonlyMap<string, Float32Array>,
    programs: Programs,
  ) {
    this.#device = device;
    this.#specs = specs;
    this.#host = weights;
    this.#programs = programs;
  }

  /** Compiles the update and uploads the weights, which `readWeights` brings back. */
  static async create(
    device: Device,
    specs: readonly ParameterSpec[],
    weights: ReadonlyMap<string, Float32Array>,
    options: OptimizerOptions,
  ): Promise<GpuState> {
    const state = new GpuState(device, specs, weights, await compilePrograms(device, specs, options));
    for (const spec of specs) {
      const length = elementsOfSpec(spec);
      state.#weights.set(spec.name, await device.upload(weights.get(spec.name)!));
      for (const tensors of [state.#first, state.#second, state.#sums, state.#nextSums]) {
        tensors.set(spec.name, await device.zeros(length));
      }
    }
    return state;
  }

  inputs(): Record<string, DeviceTensor> {
    return Object.fromEntries(
      this.#specs.flatMap(({ name }) => [
        [name, this.#weights.get(name)!],
        [gradientInput(name), this.#sums.get(name)!],
      ]),
    );
  }

  outputs(): Record<string, DeviceTensor> {
    return Object.fromEntries(this.#specs.map(({ name }) => [gradientOutput(name), this.#nextSums.get(name)!]));
  }

  accumulated(): void {
    [this.#sums, this.#nextSums] = [this.#nextSums, this.#sums];
  }

  async clearGradients(): Promise<void> {
    for (const sum of this.#sums.values()) await this.#device.clear(sum);
  }

  async finishGradients(): Promise<number> {
    for (const [name, { program, keep }] of this.#programs.keepRows) {
      const [table, kept] = [this.#sums.get(name)!, this.#nextSums.get(name)!];
      await program.run({ table, keep }, { kept }, {});
      this.#sums.set(name, kept);
      this.#nextSums.set(name, table);
    }
    const squares = new Float32Array(1);
    await this.#programs.squares.run(Object.fromEntries(this.#sums), { squares }, {});
    return Math.sqrt(squares[0]!);
  }

  async update(stepOf: (spec: ParameterSpec) => AdamWStep): Promise<void> {
    for (const spec of this.#specs) {
      const { name } = spec;
      const [weights, first, second] = [this.#weights, this.#first, this.#second].map((set) => set.get(name)!);
      const before = { weights: weights!, first: first!, second: second!, gradients: this.#sums.get(name)! };
      const spares = await this.#takeSpares(elementsOfSpec(spec));
      const [new_weights, new_first, new_second, scratch] = spares.splice(0, 4) as FourTensors;
      const after = { new_weights, new_first, new_second, scratch };
      await this.#programs.optimizer.update(before, after, spec.shape, stepOf(spec));
      this.#weights.set(name, new_weights);
      this.#first.set(name, new_first);
      this.#second.set(name, new_second);
      spares.push(before.weights, before.first, before.second, scratch);
    }
  }

  async readWeights(): Promise<void> {
    for (const [name, tensor] of this.#weights) await this.#device.read(tensor, this.#host.get(name)!);
  }

  async read(): Promise<ReadonlyMap<string, TensorState>> {
    await this.readWeights();
    const state = new Map<string, TensorState>();
    for (const spec of this.#specs) {
      const [first, second] = [new Float32Array(elementsOfSpec(spec)), new Float32Array(elementsOfSpec(spec))];
      await this.#device.read(this.#first.get(spec.name)!, first);
      await this.#device.read(this.#second.get(spec.name)!, second);
      state.set(spec.name, { weights: this.#host.get(spec.name)!, first, second });
    }
    return state;
  }

  async write(state: ReadonlyMap<string, TensorState>): Promise<void> {
    for (const [name, { weights, first, second }] of state) {
      await this.#device.write(this.#weights.get(name)!, weights);
      await this.#device.write(this.#first.get(name)!, first);
      await this.#device.write(this.#second.get(name)!, second);
    }
  }

  async release(): Promise<void> {
    const sets = [this.#weights, this.#first, this.#second, this.#sums, this.#nextSums];
    const { squares, optimizer, keepRows } = this.#programs;
    const keeps = [...keepRows.values()];
    const tensors = [...sets.flatMap((set) => [...set.values()]), ...[...this.#spares.values()].flat()];
    for (const tensor of [...tensors, ...keeps.map(({ keep }) => keep)]) {
      if (tensor instanceof GpuTensor) tensor.dispose();
    }
    for (const program of [squares, optimizer, ...keeps.map((each) => each.program)]) await program.release();
  }

  /** The spare tensors of a length, at least four. */
  async #takeSpares(length: number): Promise<DeviceTensor[]> {
    let spares = this.#spares.get(length);
    if (spares === undefined) this.#spares.set(length, (spares = []));
    while (spares.length < 4) spares.push(await this.#device.zeros(length));
    return spares;
  }
}

async function compilePrograms(
  device: Device,
  specs: readonly ParameterSpec[],
  options: OptimizerOptions,
): Promise<Programs> {
  const keepRows = new Map<string, { program: Program; keep: DeviceTensor }>();
  for (const { name, shape, paddingRow } of specs) {
    if (paddingRow === undefined) continue;
    const [rows, width] = [shape[0]!, shape[1]!];
    const keep = await device.upload(new Float32Array(rows).fill(1).fill(0, paddingRow, paddingRow + 1));
    keepRows.set(name, { program: await device.compile(buildKeepRowsGraph([rows, width])), keep });
  }
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  return {
    squares: await device.compile(buildSquaresGraph(shapes)),
    optimizer: await compileOptimizer(device, options),
    keepRows,
  };
}
