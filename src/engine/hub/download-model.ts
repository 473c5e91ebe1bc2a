// Downloads a model from the Hugging Face Hub into the local cache, in the layout that all of Hugging Face's programs share.

import { mkdir, readFile, rename, rm, statfs, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { hubCacheFolder, modelCacheFolder, type Snapshot } from '../../config/hub-cache.ts';
import { shardsOf, weightForms } from '../../config/model-files.ts';
import { AppError } from '../../shared/errors.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { systemCode, writeFailed } from '../../system/errors.ts';
import { downloadFile, type HubFile } from './download-file.ts';
import { diskTooSmall, hubAnswerBroken, hubRefused, hubUnreachable, modelIncompleteOnHub } from './errors.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

export interface DownloadRequest {
  /** The model's name on the Hub. */
  readonly name: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly needsVocabulary: boolean;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Default: what HF_ENDPOINT says, or the Hub itself. */
  readonly endpoint?: string;
  readonly cache?: string;
}

/** A request with everything settled, and the only way to the network. */
interface Download extends Required<DownloadRequest> {
  readonly fetch: typeof fetch;
  readonly token: string | undefined;
  /** The model's folder in the cache. */
  readonly folder: string;
}

/** Downloads what the engine needs of a model; gives where it lies. Throws an AppError; what is not whole is never used. */
export async function downloadModel(request: DownloadRequest): Promise<Snapshot> {
  const download = settle(request);
  try {
    const commit = await resolveCommit(download);
    const snapshot = join(download.folder, 'snapshots', commit);
    const listed = await listFiles(download, commit);
    const chosen = await chooseFiles(download, commit, listed);
    await fetchAll(download, commit, chosen);
    if (download.revision !== commit) await writeRef(download, commit);
    return { folder: snapshot, commit };
  } catch (error) {
    throw describe(download, error);
  }
}

function settle(request: DownloadRequest): Download {
  const endpoint = (request.endpoint ?? (process.env['HF_ENDPOINT'] || 'https://huggingface.co')).replace(/\/+$/, '');
  const cache = request.cache ?? hubCacheFolder();
  return {
    ...request,
    endpoint,
    cache,
    fetch: createGuardedFetch(endpoint),
    token: process.env['HF_TOKEN'] || undefined,
    folder: modelCacheFolder(request.name, cache),
  };
}

/** The commit that the revision is at now. */
async function resolveCommit({ name, revision, endpoint, fetch, token }: Download): Promise<string> {
  const { modelInfo } = await import('@huggingface/hub');
  const credentials = token === undefined ? {} : { accessToken: token };
  const info: { sha?: unknown } = await modelInfo({
    name,
    revision,
    hubUrl: endpoint,
    fetch,
    additionalFields: ['sha'],
    ...credentials,
  });
  if (typeof info.sha === 'string' && /^[0-9a-f]{40}$/.test(info.sha)) return info.sha;
  throw hubAnswerBroken(endpoint, 'it names no commit');
}

/** More files at the top of a repository are none of a model's. */
const maxFiles = 5000;

async function listFiles({ name, endpoint, fetch, token }: Download, commit: string): Promise<Map<string, HubFile>> {
  const hub = await import('@huggingface/hub');
  const credentials = token === undefined ? {} : { accessToken: token };
  const files = new Map<string, HubFile>();
  const rows: AsyncIterable<unknown> = hub.listFiles({
    repo: name,
    revision: commit,
    hubUrl: endpoint,
    fetch,
    ...credentials,
  });
  for await (const row of rows) {
    const file = parseRow(row);
    if (file !== null) files.set(file.path, file);
    if (files.size > maxFiles) throw hubAnswerBroken(endpoint, `it lists more than ${maxFiles} files`);
  }
  return files;
}

/** A file of the list; null for folders and for what has no checksum. */
function parseRow(row: unknown): HubFile | null {
  const { type, path, size, oid, lfs } = (row ?? {}) as Record<string, unknown>;
  const { oid: sha256 } = (lfs ?? {}) as Record<string, unknown>;
  const checksum = typeof sha256 === 'string' ? sha256.replace(/^sha256:/, '') : oid;
  const isChecksum = typeof checksum === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(checksum);
  if (type !== 'file' || typeof path !== 'string' || !Number.isSafeInteger(size) || !isChecksum) return null;
  return { path, bytes: size as number, checksum };
}

/** Configuration, vocabulary, and the weights in the first form that there is. */
async function chooseFiles(
  download: Download,
  commit: string,
  listed: ReadonlyMap<string, HubFile>,
): Promise<HubFile[]> {
  const form = weightForms.find((name) => listed.has(name));
  const needed = ['config.json', ...(download.needsVocabulary ? ['vocab.txt'] : []), form ?? weightForms[0]];
  if (form?.endsWith('.json')) needed.push(...(await fetchShardNames(download, commit, listed.get(form)!)));
  const missing = needed.filter((name) => !listed.has(name));
  if (missing.length > 0) throw modelIncompleteOnHub(download.name, missing);
  const optional = ['tokenizer_config.json'].filter((name) => listed.has(name));
  return [...needed, ...optional].map((name) => listed.get(name)!);
}

async function fetchShardNames(download: Download, commit: string, index: HubFile): Promise<string[]> {
  await fetchFile(download, commit, index, () => undefined);
  return shardsOf(await readFile(join(download.folder, 'snapshots', commit, index.path), 'utf8'));
}

async function fetchAll(download: Download, commit: string, files: readonly HubFile[]): Promise<void> {
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  await mkdir(download.folder, { recursive: true });
  const disk = await statfs(download.folder, { bigint: true });
  const freeBytes = Number(disk.bavail * disk.bsize);
  if (freeBytes < totalBytes) throw diskTooSmall(download.cache, totalBytes, freeBytes);
  let doneBytes = 0;
  for (const file of files) {
    await fetchFile(download, commit, file, (bytes) => {
      doneBytes += bytes;
      download.onProgress(doneBytes, totalBytes);
    });
  }
}

async function fetchFile(
  { name, endpoint, fetch, token, folder }: Download,
  commit: string,
  file: HubFile,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const url = `${endpoint}/${name}/resolve/${commit}/${file.path}`;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const blob = join(folder, 'blobs', file.checksum);
  await downloadFile(file, (signal) => fetch(url, { headers, signal }), blob, onBytes);
  await link(blob, join(folder, 'snapshots', commit, file.path));
}

/** Gives a blob its name in the snapshot: by a link, or by moving it where the system allows no links. */
async function link(blob: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  try {
    await symlink(relative(dirname(path), blob), path);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') throw error;
    await rename(blob, path);
  }
}

async function writeRef({ folder, revision }: Download, commit: string): Promise<void> {
  const path = join(folder, 'refs', revision);
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, commit);
}

function describe({ name, revision, endpoint, folder }: Download, error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if ('statusCode' in error) return hubRefused(name, revision, Number(error.statusCode));
  if (error instanceof SyntaxError) return hubAnswerBroken(endpoint, 'it sent something else than JSON');
  if ('syscall' in error && systemCode(error) !== '') return writeFailed(folder, error);
  // What `fetch` throws when there is no connection has the reason as its cause.
  const { cause } = error;
  if (error instanceof TypeError && cause instanceof Error) {
    return hubUnreachable(name, endpoint, systemCode(cause) || cause.message);
  }
  return error;
}
