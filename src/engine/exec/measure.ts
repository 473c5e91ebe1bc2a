// Measures how long a provider takes for a graph. Only the sizes count: the inputs are made up.

import type { ExecutionProvider } from '../../shared/execution-provider.ts';
import { elementsOf, type DimBindings } from '../graph/dim.ts';
import type { Graph, Port } from '../graph/graph.ts';
import type { Device, DeviceTensor } from './device.ts';
import { GpuTensor } from './gpu-tensor.ts';
import { openDevice } from './open-device.ts';
import type { TensorData } from './program.ts';

/** A graph to measure, and on what. Plain data: it travels to another process as JSON. */
export interface Measurement {
  readonly provider: ExecutionProvider;
  readonly graph: Graph;
  readonly bindings: DimBindings;
}

const runs = 3;
/** No further run after so long. */
const enoughMs = 5000;

/** Milliseconds of the fastest of a few runs, after one that compiles kernels. Tensors of known size stay on the device, as weights do. */
export async function measureGraph({ provider, graph, bindings }: Measurement): Promise<number> {
  const device = await openDevice(provider);
  const program = await device.compile(graph);
  const inputs = await tensorsFor(device, graph.inputs, bindings);
  const outputs = (await tensorsFor(device, graph.outputs, bindings)) as Record<string, DeviceTensor>;
  await program.run(inputs, outputs, bindings);
  let fastest = Infinity;
  const endMs = performance.now() + enoughMs;
  for (let i = 0; i < runs && (i === 0 || performance.now() < endMs); i++) {
    const startMs = performance.now();
    await program.run(inputs, outputs, bindings);
    fastest = Math.min(fastest, performance.now() - startMs);
  }
  for (const tensor of [...Object.values(inputs), ...Object.values(outputs)]) {
    if (tensor instanceof GpuTensor) tensor.dispose();
  }
  await program.release();
  await device.release();
  return fastest;
}

async function tensorsFor(device: Device, ports: readonly Port[], bindings: DimBindings) {
  const tensors: Record<string, TensorData | DeviceTensor> = {};
  for (const { name, value } of ports) {
    const { dtype, shape } = value.type;
    const length = elementsOf(shape, bindings);
    const resident = shape.length > 0 && shape.every((dim) => typeof dim === 'number');
    if (dtype === 'int32') tensors[name] = new Int32Array(length);
    else if (resident) tensors[name] = await device.zeros(length);
    else tensors[name] = new Float32Array(length);
  }
  return tensors;
}
