// What can go wrong between the Hugging Face Hub and its local cache.

import { AppError } from '../../shared/errors.ts';

const byHand =
  'Or copy config.json, model.safetensors and vocab.txt into a folder and name that in model.model_name_or_path.';

/** The Hub cannot be asked at all. */
export function hubUnreachable(name: string, endpoint: string, reason: string): AppError {
  return new AppError(
    'hub-unreachable',
    `The model ${name} is not on this machine, and ${endpoint} cannot be reached: ${reason}.`,
    `Check the network and try again. ${byHand}`,
  );
}

/** HF_HUB_OFFLINE forbids to ask. */
export function hubOffline(name: string, cache: string): AppError {
  return new AppError(
    'hub-offline',
    `The model ${name} is not in the cache ${cache}, and HF_HUB_OFFLINE is set, so nothing is downloaded.`,
    `Unset HF_HUB_OFFLINE, or download the model first. ${byHand}`,
  );
}

export function hubNameInvalid(name: string): AppError {
  return new AppError(
    'hub-name-invalid',
    `${JSON.stringify(name.slice(0, 200))} is neither a folder nor a name that a model on the Hugging Face Hub can have.`,
    'Write owner/name, or the path of a model folder.',
  );
}

export function revisionInvalid(revision: string): AppError {
  return new AppError(
    'hub-revision-invalid',
    `${JSON.stringify(revision.slice(0, 200))} cannot be a branch, a tag or a commit.`,
    'Correct model.model_revision, or leave it out.',
  );
}

/** The Hub knows no such model or revision, or does not show it to this user. */
export function hubRefused(name: string, revision: string, status: number): AppError {
  const reasons: Readonly<Record<number, string>> = {
    401: 'it does not exist, or needs a token',
    403: 'its owner has not given you access',
    404: 'there is no such model or revision',
    429: 'it was asked too often',
  };
  return new AppError(
    'hub-refused',
    `The Hugging Face Hub does not give ${name} (revision ${revision}): ${reasons[status] ?? `it answers ${status}`}.`,
    `Check the name and the revision; for a private model set HF_TOKEN. ${byHand}`,
  );
}

/** The Hub, or what answers in its place, says something that is no answer. */
export function hubAnswerBroken(endpoint: string, reason: string): AppError {
  return new AppError(
    'hub-answer-broken',
    `${endpoint} did not answer as the Hugging Face Hub does: ${reason}.`,
    'A proxy or a login page may be in between: open the address in a browser. Nothing was kept.',
  );
}

export function modelIncompleteOnHub(name: string, missing: readonly string[]): AppError {
  return new AppError(
    'hub-model-incomplete',
    `The model ${name} on the Hub lacks ${missing.join(' and ')}.`,
    'Choose a model that was saved by Hugging Face transformers for PyTorch.',
  );
}

/** The download of a file was led to a place that must not be followed. */
export function redirectForbidden(target: string): AppError {
  return new AppError(
    'hub-redirect-forbidden',
    `The Hub sends the download to ${target}, which is not followed: only https to a public host is.`,
    'Check HF_ENDPOINT and the network’s proxy. Nothing was kept.',
  );
}

/** What arrived is not the file that the Hub describes. */
export function downloadWrong(file: string, reason: string): AppError {
  return new AppError(
    'download-wrong',
    `The download of ${file} is not used: ${reason}.`,
    'Nothing of it was kept; files that had arrived whole are. Try again.',
  );
}

export function diskTooSmall(cache: string, neededBytes: number, freeBytes: number): AppError {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  return new AppError(
    'disk-full',
    `The download needs ${megabytes(neededBytes)}, but the disk of ${cache} has ${megabytes(freeBytes)} free.`,
    'Free some space, or set HF_HOME to a folder on another disk.',
  );
}

/** A file in the local cache has changed since it was downloaded. */
export function cachedFileDamaged(path: string, sha256: string): AppError {
  return new AppError(
    'cached-file-damaged',
    `${path} is damaged: its SHA-256 is ${sha256}, another than it is called after.`,
    'Delete the file it links to in the folder blobs; it will be downloaded again.',
  );
}
