// Which execution providers there are, and how to open one.

import { executionProviders, type ExecutionProvider } from '../../shared/execution-provider.ts';
import type { Device } from './device.ts';
import { HostDevice } from './host-device.ts';
import { WebGpuDevice } from './webgpu-device.ts';

/** Opens a provider; throws what ONNX Runtime says where the machine lacks what it needs, at the latest on compiling a graph. */
export function openDevice(provider: ExecutionProvider): Promise<Device> {
  return provider === 'webgpu' ? WebGpuDevice.open() : Promise.resolve(new HostDevice(provider));
}

/** The providers that this platform's ONNX Runtime was built with; a machine may still lack the hardware or a driver. */
export async function listProviders(): Promise<ExecutionProvider[]> {
  const { listSupportedBackends } = await import('onnxruntime-node');
  const names = listSupportedBackends().map(({ name }) => name);
  return executionProviders.filter((provider) => names.includes(provider));
}
