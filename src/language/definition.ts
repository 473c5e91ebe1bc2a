// Follows a text of an experiment file to the file that it names, if that is there.

import { join, resolve } from 'node:path';
import { kindOfPath } from '../config/files.ts';
import { findSnapshot, isHubName } from '../config/hub-cache.ts';
import { definitionAt, type Lead } from '../config/language/definitions.ts';
import { parseExperiment } from '../config/parse.ts';
import type { Definition } from '../shared/language.ts';
import type { PlaceRequest } from '../shared/messages/language.ts';

/** Where the text at the offset leads; nothing where it leads nowhere. */
export async function findDefinitions({ file, text, offset }: PlaceRequest): Promise<readonly Definition[]> {
  const lead = definitionAt(text, offset, resolve(file));
  if (!lead) return [];
  const { origin, published } = lead;
  if (published !== null) return [{ origin, target: { published } }];
  const found = (await firstFile(lead.files)) ?? (await cachedConfig(lead, text));
  return found === null ? [] : [{ origin, target: { file: found } }];
}

async function firstFile(files: readonly string[]): Promise<string | null> {
  for (const file of files) if ((await kindOfPath(file)) === 'file') return file;
  return null;
}

async function cachedConfig({ model }: Lead, text: string): Promise<string | null> {
  if (model === null || !isHubName(model)) return null;
  const revision = parseExperiment(text).values.model?.model_revision ?? null;
  const snapshot = await findSnapshot(model, revision, false);
  return snapshot && firstFile([join(snapshot.folder, 'config.json')]);
}
