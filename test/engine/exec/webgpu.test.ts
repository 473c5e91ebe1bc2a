// WebGPU beside the CPU: operators, heads, and twenty updates of training. Each check is a process of its own (webgpu-child.ts), so that a
// driver that fails is a failing test. On Linux it needs a Vulkan driver; Chromium brings one that computes on the processor.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { listProviders } from '../../../src/engine/exec/open-device.ts';
import type { UpdateResult } from '../../../src/engine/train/trainer.ts';

const softwareDrivers = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/** The environment in which WebGPU finds a driver, or why there is none. */
async function findDriver(): Promise<{ env: NodeJS.ProcessEnv } | { reason: string }> {
  if (!(await listProviders()).includes('webgpu')) return { reason: 'ONNX Runtime has no WebGPU for this platform' };
  if (process.platform !== 'linux' || process.env['VK_ICD_FILENAMES']) return { env: process.env };
  const folder = softwareDrivers.find((each) => existsSync(join(each, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return { reason: 'no Vulkan driver: install chromium, or set VK_ICD_FILENAMES' };
  const libraries = [folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const driver = join(folder, 'vk_swiftshader_icd.json');
  return { env: { ...process.env, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries } };
}

const driver = await findDriver();
const skip = 'reason' in driver ? driver.reason : false;

async function check<T>(name: string): Promise<T> {
  const env = 'env' in driver ? driver.env : {};
  const script = join(import.meta.dirname, 'webgpu-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, name], { env, timeout: 300_000 });
  return JSON.parse(stdout) as T;
}

test('tensors in GPU memory are written, read and cleared, and not used after their end', { skip }, async () => {
  assert.deepEqual(await check('tensors'), {
    uploaded: true,
    written: true,
    cleared: true,
    afterwards: 'the GPU tensor was given back',
  });
});

test('every operator and its gradient is the same on WebGPU as on the CPU', { skip }, async () => {
  const differences = await check<Record<string, number>>('operators');
  assert.ok(Object.keys(differences).length > 20);
  for (const [name, difference] of Object.entries(differences)) {
    assert.ok(difference <= 1e-6, `${name} differs by ${difference}`);
  }
});

test(
  'the training step of every head runs on WebGPU alone, with the same gradients as on the CPU',
  { skip },
  async () => {
    const found = await check<Record<string, { missing: string; difference: number }>>('heads');
    assert.ok(Object.keys(found).length >= 7);
    for (const [name, { missing, difference }] of Object.entries(found)) {
      assert.equal(missing, '', `${name}: ${missing}`);
      assert.ok(difference <= 1e-6, `${name}: a gradient differs by ${difference}`);
    }
  },
);

for (const [optimizer, count] of [
  ['adamw', 20],
  ['lamb', 6],
] as const) {
  test(
    `${count} updates by ${optimizer}, stopped and resumed, are the same on WebGPU as on the CPU`,
    { skip },
    async () => {
      const trained = await check<{ cpu: UpdateResult[]; gpu: UpdateResult[]; weightsApart: number }>(optimizer);
      assert.equal(trained.gpu.length, count);
      for (const [i, { loss, gradNorm }] of trained.cpu.entries()) {
        const other = trained.gpu[i]!;
        assert.ok(Math.abs(loss - other.loss) < 1e-4, `update ${i + 1}: loss ${other.loss} instead of ${loss}`);
        assert.ok(
          Math.abs(gradNorm / other.gradNorm - 1) < 1e-4,
          `update ${i + 1}: norm ${other.gradNorm}, not ${gradNorm}`,
        );
      }
      assert.ok(trained.weightsApart < 1e-5, `weights differ by ${trained.weightsApart}`);
    },
  );
}
