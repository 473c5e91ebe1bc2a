// Reads a Hugging Face model folder: config.json and the weights, of which a task needs some.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BertConfig } from '../model/config.ts';
import { initialise, type ParameterSpec } from '../model/parameters.ts';
import type { Mt19937 } from '../random/mt19937.ts';
import { parseBertConfig } from './config-json.ts';
import { modelFileMissing, noTensorFits, tensorShapeWrong } from './errors.ts';
import { matchTensorNames } from './tensor-names.ts';
import type { WeightSource } from './weight-source.ts';
import { openWeights } from './weights.ts';

export interface LoadedModel {
  readonly config: BertConfig;
  readonly parameters: Map<string, Float32Array>;
  /** What was not as in a complete model of this task, in sentences. */
  readonly notes: readonly string[];
}

/** Reads the configuration in a model folder. */
export async function loadModelConfig(folder: string): Promise<BertConfig> {
  const path = join(folder, 'config.json');
  return parseBertConfig(await readConfig(path), path);
}

/**
 * Loads a model's configuration and the weights it needs. Tensors that are missing (a head, usually) are initialised from `random`, with the
 * deviation `initializerRange` or the configuration's.
 */
export async function loadModel(
  folder: string,
  specsOf: (config: BertConfig) => readonly ParameterSpec[],
  random: Mt19937,
  initializerRange?: number,
): Promise<LoadedModel> {
  const config = await loadModelConfig(folder);
  const weights = await openWeights(folder);
  try {
    const initial = initializerRange === undefined ? config : { ...config, initializer_range: initializerRange };
    return { config, ...(await loadParameters(weights, specsOf(config), initial, random)) };
  } finally {
    await weights.close();
  }
}

async function loadParameters(
  weights: WeightSource,
  specs: readonly ParameterSpec[],
  config: BertConfig,
  random: Mt19937,
): Promise<Pick<LoadedModel, 'parameters' | 'notes'>> {
  const { path, tensors } = weights;
  const { found, ignored } = matchTensorNames(
    [...tensors.keys()],
    specs.map(({ name }) => name),
  );
  if (found.size === 0) throw noTensorFits(path);
  for (const spec of specs) {
    const shape = tensors.get(found.get(spec.name) ?? '')?.shape;
    if (shape !== undefined && String(shape) !== String(spec.shape)) {
      throw tensorShapeWrong(path, spec.name, shape, spec.shape);
    }
  }
  const wanted = new Set(found.values());
  const read = await weights.read((name) => wanted.has(name));
  const missing = specs.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  const parameters = new Map(
    specs.map((spec) => [spec.name, read.get(found.get(spec.name) ?? '')?.data ?? initialise(spec, config, random)]),
  );
  const notes: string[] = [];
  if (missing.length > 0) notes.push(`Not in ${path}, so initialised at random: ${list(missing)}.`);
  if (ignored.length > 0) notes.push(`In ${path}, but not part of the model to train: ${list(ignored)}.`);
  return { parameters, notes };
}

function list(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw modelFileMissing(path, 'configuration');
    throw error;
  }
}
