// The model folder an experiment starts from: where it is, whether it is complete, and the geometry in its config.json.
// The weights are the engine's business.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkValue } from './check-value.ts';
import { type Experiment, type PartialExperiment, sectionFields } from './fields.ts';
import { kindOfPath, nearestEntry, written } from './files.ts';
import { isPlainPath } from './resolve.ts';
import type { Finding } from './rules.ts';

const at = ['model.model_name_or_path'];
const weightsFile = 'model.safetensors';

type Model = Experiment['model'];

/** Fields whose value is the model folder's config.json's, whatever the experiment file says. */
export const geometryFields = [
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
] as const satisfies readonly (keyof Model)[];

/** Fields whose value is config.json's unless the experiment file sets them. */
export const overridableFields = [
  'hidden_dropout_prob',
  'attention_probs_dropout_prob',
  'initializer_range',
] as const satisfies readonly (keyof Model)[];

/** The model section with everything the folder says, or what is wrong with the folder. */
export type ModelFolder = { readonly model: Model } | { readonly finding: Finding };

/** Finds the folder that `model_name_or_path` names, relative to the experiment's `folder`, and reads its geometry. */
export async function readModelFolder(
  model: Model,
  name: string,
  values: PartialExperiment['model'],
  folder: string,
): Promise<ModelFolder> {
  const path = resolve(folder, name);
  if ((await kindOfPath(path)) !== 'folder') return { finding: await folderMissing(name, path, folder) };
  const needed = ['config.json', weightsFile, ...(model.vocab_file === null ? ['vocab.txt'] : [])];
  const kinds = await Promise.all(needed.map((file) => kindOfPath(join(path, file))));
  const missing = needed.filter((_, index) => kinds[index] !== 'file');
  if (missing.length > 0) return { finding: await folderIncomplete(path, missing) };
  const config = await readConfig(join(path, 'config.json'));
  if ('finding' in config) return config;
  const geometry = { ...config.values, ...pick(values ?? {}, overridableFields) };
  return {
    model: { ...model, ...geometry, model_name_or_path: path, vocab_file: model.vocab_file ?? join(path, 'vocab.txt') },
  };
}

async function folderMissing(name: string, path: string, folder: string): Promise<Finding> {
  const files = `config.json, ${weightsFile} and vocab.txt`;
  if (!isPlainPath(name) && (await kindOfPath(path)) === 'missing') {
    return finding(
      'model-not-local',
      `The embedded engine needs the model ${JSON.stringify(name)} in a local folder and downloads nothing; there is no folder ${path}.`,
      `Put the model’s ${files} there, or in another folder, and write that: "model_name_or_path": "models/${name.split('/').at(-1)}".`,
    );
  }
  const nearest = await nearestEntry(path);
  return finding(
    'model-folder-missing',
    `The model folder ${path} does not exist or is not a folder.`,
    nearest
      ? `Did you mean ${JSON.stringify(written(nearest, folder))}?`
      : `Put the model’s ${files} there, or correct \`model_name_or_path\`.`,
  );
}

async function folderIncomplete(path: string, missing: readonly string[]): Promise<Finding> {
  const hasPickle = missing.includes(weightsFile) && (await kindOfPath(join(path, 'pytorch_model.bin'))) === 'file';
  const convert =
    'The embedded engine does not read pytorch_model.bin; save the model with save_pretrained(…, safe_serialization=True).';
  return finding(
    'model-folder-incomplete',
    `The model folder ${path} lacks ${missing.join(' and ')}.`,
    hasPickle ? convert : `Copy ${missing.length > 1 ? 'them' : 'it'} from where the model came from.`,
  );
}

async function readConfig(path: string): Promise<{ values: Partial<Model> } | { finding: Finding }> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => thrown as Error);
  if (typeof text !== 'string') return { finding: configBroken(path, `it cannot be read (${text.message})`) };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    return { finding: configBroken(path, `it is not JSON (${(thrown as Error).message})`) };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { finding: configBroken(path, 'it is not an object') };
  const modelType = (json as Record<string, unknown>)['model_type'];
  if (modelType !== undefined && modelType !== 'bert') {
    return {
      finding: configBroken(path, `its model_type is ${JSON.stringify(modelType)}, and only "bert" can be trained`),
    };
  }
  const values = pick(json, [...geometryFields, ...overridableFields]) as Partial<Model>;
  for (const [name, value] of Object.entries(values)) {
    const fault = checkValue(name, sectionFields.model[name as (typeof geometryFields)[number]], value);
    if (fault) return { finding: configBroken(path, fault.message.replace(/\.$/, '')) };
  }
  return { values: { ...pick(defaults, geometryFields), ...values } };
}

// What Hugging Face's BertConfig assumes where config.json is silent: the same as our fields' defaults.
const defaults = Object.fromEntries(Object.entries(sectionFields.model).map(([name, field]) => [name, field.default]));

function configBroken(path: string, reason: string): Finding {
  return finding(
    'model-config-broken',
    `The model’s ${path} cannot be used: ${reason}.`,
    'Take config.json from where the model came from.',
  );
}

function finding(code: string, message: string, hint: string): Finding {
  return { severity: 'error', code, message, hint, at };
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(from) as [string, unknown][];
  return Object.fromEntries(entries.filter(([name]) => names.includes(name)));
}
