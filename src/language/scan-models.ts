// Which models lie in a folder or in the Hugging Face Hub's cache, and what their config.json says of their geometry. Reads
// that file alone; weights are looked for, never opened.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkValue } from '../config/check-value.ts';
import { sectionFields } from '../config/fields.ts';
import { defaultRevision, findSnapshot, hubCacheFolder } from '../config/hub-cache.ts';
import type { CachedModel, ModelFolder } from '../config/language/surroundings.ts';
import { missingModelFiles } from '../config/model-files.ts';
import { geometryFields } from '../config/model-folder.ts';
import type { PlannedModel } from '../engine/ipu/plan-input.ts';
import { bertBaseUncased } from '../engine/model/config.ts';

const largestConfigCharacters = 2 ** 20;

/** The model in a folder that has a config.json; undefined if that is not of a BERT model. */
export async function findModel(folder: string): Promise<ModelFolder | undefined> {
  const geometry = await readGeometry(folder);
  if (geometry === undefined) return undefined;
  return { path: folder, geometry, missing: await missingModelFiles(folder, true) };
}

/** What config.json says: undefined if it is another kind of file, null if its figures cannot be used. */
async function readGeometry(folder: string): Promise<PlannedModel | null | undefined> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '');
  if (text === '' || text.length > largestConfigCharacters) return undefined;
  const json = parse(text);
  if (json['model_type'] !== 'bert' && !(json['model_type'] === undefined && 'num_hidden_layers' in json))
    return undefined;
  const values = geometryFields.filter((name) => json[name] !== undefined).map((name) => [name, json[name]] as const);
  const isSound = values.every(([name, value]) => checkValue(name, sectionFields.model[name], value) === undefined);
  const types = json['type_vocab_size'];
  const { type_vocab_size } = bertBaseUncased;
  if (!isSound) return null;
  return {
    ...pickGeometry(),
    ...(Object.fromEntries(values) as Partial<PlannedModel>),
    type_vocab_size: Number.isSafeInteger(types) ? (types as number) : type_vocab_size,
  };
}

function pickGeometry(): PlannedModel {
  const names = [...geometryFields, 'type_vocab_size'] as const;
  return Object.fromEntries(names.map((name) => [name, bertBaseUncased[name]])) as unknown as PlannedModel;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Models and datasets in the Hub's cache. */
export interface HubCache {
  readonly models: readonly CachedModel[];
  readonly datasets: readonly string[];
}

const mostCached = 200;

/** What the Hub's cache on this machine holds: complete BERT models, and the names of datasets. */
export async function scanHubCache(cache = hubCacheFolder()): Promise<HubCache> {
  const folders = (await readdir(cache).catch(() => [])).slice(0, 2000);
  const named = (kind: string): string[] =>
    folders
      .filter((folder) => folder.startsWith(`${kind}--`))
      .map((folder) =>
        folder
          .slice(kind.length + 2)
          .split('--')
          .join('/'),
      )
      .slice(0, mostCached);
  const models: CachedModel[] = [];
  for (const name of named('models')) {
    const snapshot = await findSnapshot(name, defaultRevision, false, cache);
    const geometry = snapshot ? await readGeometry(snapshot.folder) : undefined;
    if (geometry !== undefined) models.push({ name, geometry });
  }
  return { models, datasets: named('datasets') };
}
