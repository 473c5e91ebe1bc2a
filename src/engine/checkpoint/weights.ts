// The weights of a model folder, whichever of Hugging Face's files holds them.

import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { weightForms } from '../../config/model-files.ts';
import { onlyLfsPointer, weightsMissing } from './errors.ts';
import { SafetensorsFile } from './safetensors.ts';
import { openShards } from './sharded.ts';
import { TorchFile } from './torch/torch-file.ts';
import type { WeightSource } from './weight-source.ts';

type Open = (path: string) => Promise<WeightSource>;

const openSafetensors: Open = (path) => refusePointer(path).then(() => SafetensorsFile.open(path));
const openTorch: Open = (path) => refusePointer(path).then(() => TorchFile.open(path));

const openForm: Readonly<Record<(typeof weightForms)[number], Open>> = {
  'model.safetensors': openSafetensors,
  'model.safetensors.index.json': (path) => openShards(path, openSafetensors),
  'pytorch_model.bin': openTorch,
  'pytorch_model.bin.index.json': (path) => openShards(path, openTorch),
};

/** Opens the weights in a model folder. Throws an AppError that says what is missing or broken. */
export async function openWeights(folder: string): Promise<WeightSource> {
  for (const form of weightForms) {
    const path = join(folder, form);
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    if (exists) return openForm[form](path);
  }
  throw weightsMissing(folder);
}

const pointerStart = 'version https://git-lfs.github.com/spec/';

/** A repository cloned without Git LFS has small text files where the weights should be. */
async function refusePointer(path: string): Promise<void> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pointerStart.length)).catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 })); // prettier-ignore
    if (buffer.toString('latin1', 0, bytesRead) === pointerStart) throw onlyLfsPointer(path);
  } finally {
    await file.close();
  }
}
