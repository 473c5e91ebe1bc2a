// Errors of the file system, in words a user can act on.

import { AppError } from '../shared/errors.ts';

const remedies: Readonly<Record<string, readonly [code: string, reason: string, hint: string]>> = {
  ENOSPC: ['disk-full', 'the disk is full', 'Free some space on that disk and try again; nothing was overwritten.'],
  EDQUOT: ['disk-full', 'your disk quota is used up', 'Free some space and try again; nothing was overwritten.'],
  EROFS: ['not-writable', 'the file system is read-only', 'Choose a folder on a writable disk.'],
  EACCES: ['not-writable', 'permission denied', 'Change the permissions of the folder, or choose another one.'],
  EPERM: [
    'not-writable',
    'the operation is not permitted',
    'Change the permissions of the folder, or choose another one.',
  ],
  ENOENT: ['folder-missing', 'its folder does not exist', 'Create the folder, or choose another path.'],
  EEXIST: ['not-a-folder', 'a file of that name is in the way', 'Move that file away, or choose another folder.'],
  ENOTDIR: ['not-a-folder', 'a part of the path is a file, not a folder', 'Choose another path.'],
  EIO: ['disk-error', 'the disk reported an input/output error', 'Check the disk; what was saved before is untouched.'],
};

/** The system's error code (`ENOSPC`, …) of something thrown, or an empty string. */
export function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

/** The file or folder could not be written, with the system's reason in words. */
export function writeFailed(path: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const [code, reason, hint] = remedies[systemCode(thrown)] ?? ['write-failed', text, 'Check the disk and try again.'];
  return new AppError(code, `Cannot write ${path}: ${reason}.`, hint, { cause: thrown });
}
