// The model an experiment starts from: a folder beside it, or a name on the Hugging Face Hub and its copy in the local cache; whether it is
// complete, and the geometry in its config.json. The weights, and downloads, are the engine's business.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkValue } from './check-value.ts';
import { type Experiment, type PartialExperiment, sectionFields } from './fields.ts';
import { kindOfPath, nearestEntry, written } from './files.ts';
import { bertBaseUncased } from '../engine/model/config.ts';
import { findSnapshot, isHubName, isRevision } from './hub-cache.ts';
import { knownModel } from './known-models.ts';
import { missingModelFiles } from './model-files.ts';
import { isPlainPath } from './resolve.ts';
import type { Finding } from './rules.ts';

const at = ['model.model_name_or_path'];

type Model = Experiment['model'];

/** Fields whose value is the model folder's config.json's, whatever the experiment file says. */
export const geometryFields = [
  'vocab_size',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
] as const satisfies readonly (keyof Model)[];

/** Fields whose value is config.json's unless the experiment file sets them. */
const overridableFields = [
  'hidden_dropout_prob',
  'attention_probs_dropout_prob',
  'initializer_range',
] as const satisfies readonly (keyof Model)[];

/**
 * The model section with everything the folder says, or what is wrong with the folder. The geometry is not known of a model that
 * has yet to be downloaded.
 */
export type ModelFolder =
  | { readonly model: Model; readonly geometryKnown: boolean; readonly findings: readonly Finding[] }
  | { readonly finding: Finding };

/**
 * Finds what `model_name_or_path` names, relative to the experiment's `folder`, and reads its geometry. A folder goes before a name on
 * the Hub; the name stays as it is, so that the run records it.
 */
export async function readModelFolder(
  model: Model,
  name: string,
  values: PartialExperiment['model'],
  folder: string,
): Promise<ModelFolder> {
  const path = resolve(folder, name);
  if ((await kindOfPath(path)) !== 'folder') return readFromHub(model, name, values, folder);
  const missing = await missingModelFiles(path, model.vocab_file === null);
  if (missing.length > 0) return { finding: folderIncomplete(path, missing) };
  const config = await readConfig(join(path, 'config.json'));
  if ('finding' in config) return config;
  const found = { ...model, ...geometryOf(config.values, values), model_name_or_path: path };
  return {
    model: { ...found, vocab_file: model.vocab_file ?? join(path, 'vocab.txt') },
    geometryKnown: true,
    findings: [],
  };
}

async function readFromHub(
  model: Model,
  name: string,
  values: PartialExperiment['model'],
  folder: string,
): Promise<ModelFolder> {
  const path = resolve(folder, name);
  const isTaken = (await kindOfPath(path)) !== 'missing';
  if (isPlainPath(name) || isTaken || !isHubName(name)) return { finding: await folderMissing(path, folder) };
  const { model_revision: revision } = model;
  if (revision !== null && !isRevision(revision)) return { finding: revisionBroken(revision) };
  const snapshot = await findSnapshot(name, revision, model.vocab_file === null);
  if (snapshot === null) {
    // What the name says of the geometry is good for a plan, but not sure enough to refuse anything.
    const findings = [await willBeDownloaded(name, path, folder)];
    return { model: { ...model, ...publishedGeometry(name) }, geometryKnown: false, findings };
  }
  const config = await readConfig(join(snapshot.folder, 'config.json'));
  if ('finding' in config) return config;
  return { model: { ...model, ...geometryOf(config.values, values) }, geometryKnown: true, findings: [] };
}

/** What the model's name says of its geometry, if it is that of a published model. */
export function publishedGeometry(name: string): Partial<Model> {
  return pick(knownModel(name) ?? {}, geometryFields);
}

/** What config.json says, but for what the experiment may say better. */
function geometryOf(config: Partial<Model>, values: PartialExperiment['model']): Partial<Model> {
  return { ...config, ...pick(values ?? {}, overridableFields) };
}

async function folderMissing(path: string, folder: string): Promise<Finding> {
  const nearest = await nearestEntry(path);
  return finding(
    'model-folder-missing',
    `The model folder ${path} does not exist or is not a folder.`,
    nearest
      ? `Did you mean ${JSON.stringify(written(nearest, folder))}?`
      : 'Put the model’s config.json, model.safetensors and vocab.txt there, or correct `model_name_or_path`.',
  );
}

async function willBeDownloaded(name: string, path: string, folder: string): Promise<Finding> {
  const nearest = await nearestEntry(path);
  const otherwise = nearest
    ? `Or did you mean the folder ${JSON.stringify(written(nearest, folder))}?`
    : `To use a local copy instead, name its folder in \`model_name_or_path\`.`;
  return {
    ...finding(
      'model-will-be-downloaded',
      `There is no folder ${path}, and ${JSON.stringify(name)} is not in this machine’s Hugging Face cache: it will be downloaded from the Hub when the run starts.`,
      `Its geometry cannot be checked before. ${otherwise}`,
    ),
    severity: 'warning',
  };
}

function revisionBroken(revision: string): Finding {
  return {
    ...finding(
      'model-revision-broken',
      `${JSON.stringify(revision.slice(0, 100))} cannot be a branch, a tag or a commit of a model on the Hub.`,
      'Write a branch, a tag or a commit of 40 hexadecimal digits, or leave `model_revision` out.',
    ),
    at: ['model.model_revision'],
  };
}

function folderIncomplete(path: string, missing: readonly string[]): Finding {
  return finding(
    'model-folder-incomplete',
    `The model folder ${path} lacks ${missing.slice(0, 5).join(' and ')}.`,
    `Copy ${missing.length > 1 ? 'them' : 'it'} from where the model came from.`,
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
const defaults = {
  ...Object.fromEntries(Object.entries(sectionFields.model).map(([name, field]) => [name, field.default])),
  vocab_size: bertBaseUncased.vocab_size,
};

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
