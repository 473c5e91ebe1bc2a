// Reads a Hugging Face model folder: config.json, model.safetensors, vocab.txt.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BertConfig } from '../model/config.ts';
import { initialise, type ParameterSpec } from '../model/parameters.ts';
import type { Mt19937 } from '../random/mt19937.ts';
import { parseBertConfig } from './config-json.ts';
import { modelFileMissing, noTensorFits, tensorShapeWrong } from './errors.ts';
import { decodeSafetensors, type Tensor } from './safetensors.ts';
import { canonicalTensorName } from './tensor-names.ts';

export interface LoadedModel {
  readonly config: BertConfig;
  readonly parameters: Map<string, Float32Array>;
  /** What was not as in a complete model of this task, in sentences. */
  readonly notes: readonly string[];
}

/** Loads a model's configuration and the weights it needs. Tensors that are missing (a head, usually) are initialised from `random`. */
export async function loadModel(
  folder: string,
  specsOf: (config: BertConfig) => readonly ParameterSpec[],
  random: Mt19937,
): Promise<LoadedModel> {
  const configPath = join(folder, 'config.json');
  const config = parseBertConfig(await readModelFile(configPath, 'configuration', 'utf8'), configPath);
  const weightsPath = join(folder, 'model.safetensors');
  const tensors = decodeSafetensors(await readModelFile(weightsPath, 'weights'), weightsPath);
  return { config, ...assemble(config, specsOf(config), tensors, weightsPath, random) };
}

function assemble(
  config: BertConfig,
  specs: readonly ParameterSpec[],
  tensors: Map<string, Tensor>,
  path: string,
  random: Mt19937,
) {
  const found = new Map([...tensors].map(([name, tensor]) => [canonicalTensorName(name), tensor]));
  const missing: string[] = [];
  const parameters = new Map<string, Float32Array>();
  for (const spec of specs) {
    const tensor = found.get(spec.name);
    if (tensor === undefined) missing.push(spec.name);
    else if (String(tensor.shape) !== String(spec.shape)) {
      throw tensorShapeWrong(path, spec.name, tensor.shape, spec.shape);
    }
    parameters.set(spec.name, tensor?.data ?? initialise(spec, config, random));
    found.delete(spec.name);
  }
  if (missing.length === parameters.size) throw noTensorFits(path);
  const notes: string[] = [];
  if (missing.length > 0) notes.push(`Not in ${path}, so initialised at random: ${list(missing)}.`);
  if (found.size > 0) notes.push(`In ${path}, but not part of the model to train: ${list([...found.keys()])}.`);
  return { parameters, notes };
}

function list(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

async function readModelFile(path: string, purpose: string): Promise<Buffer>;
async function readModelFile(path: string, purpose: string, encoding: 'utf8'): Promise<string>;
async function readModelFile(path: string, purpose: string, encoding?: 'utf8'): Promise<Buffer | string> {
  try {
    return await readFile(path, encoding ?? null);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw modelFileMissing(path, purpose);
    throw error;
  }
}
