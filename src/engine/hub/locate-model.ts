// From `model_name_or_path` to a folder: a local one as it is, a name on the Hub from the local cache or by a download; and the record of
// what was used.

import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { defaultRevision, findSnapshot, hubCacheFolder, isHubName, isRevision } from '../../config/hub-cache.ts';
import { weightFilesIn } from '../../config/model-files.ts';
import { digestFile } from '../checkpoint/manifest.ts';
import { downloadModel } from './download-model.ts';
import { cachedFileDamaged, hubNameInvalid, hubOffline, revisionInvalid } from './errors.ts';

/** Where a model comes from, as a run's model.json records it. */
export interface ModelOrigin {
  /** The model's name on the Hub; null for a local folder. */
  readonly name: string | null;
  readonly revision: string | null;
  /** The commit that the revision was at. */
  readonly commit: string | null;
  readonly folder: string;
  readonly weights: readonly { readonly file: string; readonly sha256: string }[];
}

export interface LocateRequest {
  /** An absolute path, or a name on the Hub. */
  readonly nameOrPath: string;
  readonly revision: string | null;
  readonly needsVocabulary: boolean;
  /** A line for the log. */
  readonly note: (message: string) => void;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}

/** Finds or downloads the model. Throws an AppError. */
export async function locateModel(request: LocateRequest): Promise<ModelOrigin> {
  const { nameOrPath: name, needsVocabulary, note, onProgress } = request;
  if (isAbsolute(name))
    return { name: null, revision: null, commit: null, folder: name, weights: await hashWeights(name) };
  const revision = request.revision ?? defaultRevision;
  if (!isHubName(name)) throw hubNameInvalid(name);
  if (!isRevision(revision)) throw revisionInvalid(revision);
  let snapshot = await findSnapshot(name, revision, needsVocabulary);
  if (snapshot === null) {
    if (/^(1|on|yes|true)$/i.test(process.env['HF_HUB_OFFLINE'] ?? '')) throw hubOffline(name, hubCacheFolder());
    note(`Downloading ${name} (revision ${revision}) from the Hugging Face Hub.`);
    snapshot = await downloadModel({ name, revision, needsVocabulary, onProgress });
  }
  const weights = await hashWeights(snapshot.folder);
  const hashes = weights.map(({ file, sha256 }) => `${file} ${sha256}`).join(', ');
  note(`Model ${name}, revision ${revision}, commit ${snapshot.commit}; SHA-256 of ${hashes}.`);
  return { name, revision, ...snapshot, weights };
}

async function hashWeights(folder: string): Promise<ModelOrigin['weights']> {
  const weights: { file: string; sha256: string }[] = [];
  for (const file of await weightFilesIn(folder)) {
    // A file that is missing or unreadable gets its error from the reader of the weights.
    const digest = await digestFile(folder, file).catch(() => null);
    if (digest === null) continue;
    await checkBlobName(join(folder, file), digest.sha256);
    weights.push({ file, sha256: digest.sha256 });
  }
  return weights;
}

/** In the Hub's cache a large file is called after its checksum. */
async function checkBlobName(path: string, sha256: string): Promise<void> {
  const blob = basename(await realpath(path));
  if (/^[0-9a-f]{64}$/.test(blob) && blob !== sha256) throw cachedFileDamaged(path, sha256);
}
