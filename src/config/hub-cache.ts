// Names on the Hugging Face Hub, and where its local cache keeps a model: `models--owner--name/{refs,blobs,snapshots}`.
// Looks only; what is not there yet is downloaded by the engine.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { missingModelFiles } from './model-files.ts';

/** The revision that a model has where the experiment names none. */
export const defaultRevision = 'main';

const commitPattern = /^[0-9a-f]{40}$/;

/** Whether the text can name a model on the Hub: `owner/name` or `name`. */
export function isHubName(text: string): boolean {
  const parts = text.split('/');
  const isPart = (part: string): boolean => /^[A-Za-z0-9_][\w.-]*$/.test(part) && !/--|\.\.|[.-]$|\.git$/.test(part);
  return parts.length <= 2 && text.length <= 96 && parts.every(isPart);
}

/** Whether the text can name a branch, a tag or a commit. */
export function isRevision(text: string): boolean {
  return /^\w[\w./-]{0,200}$/.test(text) && !/\.\.|\/\/|[/.]$/.test(text);
}

/** The Hub's cache on this machine, as the environment says it to all of Hugging Face's programs. */
export function hubCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const set = (name: string): string | undefined => env[name] || undefined;
  const home = set('HF_HOME') ?? join(set('XDG_CACHE_HOME') ?? join(homedir(), '.cache'), 'huggingface');
  return set('HF_HUB_CACHE') ?? set('HUGGINGFACE_HUB_CACHE') ?? join(home, 'hub');
}

/** The folder of one model in the cache. The name must be one of the Hub's. */
export function modelCacheFolder(name: string, cache = hubCacheFolder()): string {
  return join(cache, ['models', ...name.split('/')].join('--'));
}

/** A complete copy of a model in the cache. */
export interface Snapshot {
  readonly folder: string;
  readonly commit: string;
}

/** The model's copy in the cache, or null if it is not there or not complete. */
export async function findSnapshot(
  name: string,
  revision: string | null,
  needsVocabulary: boolean,
  cache = hubCacheFolder(),
): Promise<Snapshot | null> {
  const wanted = revision ?? defaultRevision;
  if (!isHubName(name) || !isRevision(wanted)) return null;
  const model = modelCacheFolder(name, cache);
  const commit = commitPattern.test(wanted)
    ? wanted
    : (await readFile(join(model, 'refs', wanted), 'utf8').catch(() => '')).trim();
  if (!commitPattern.test(commit)) return null;
  const folder = join(model, 'snapshots', commit);
  return (await missingModelFiles(folder, needsVocabulary)).length === 0 ? { folder, commit } : null;
}
