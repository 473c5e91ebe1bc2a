// One process at a time goes on with a run or a sweep: two that are started in the same moment would both write its journal. The
// claim is needed only until the new session has said hello; from then on the journal tells who is running.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '../shared/errors.ts';
import type { ProcessIdentity } from '../shared/messages/runs.ts';
import { systemCode, writeFailed } from './errors.ts';
import { isSameProcess, readProcessIdentity } from './process-identity.ts';

const claimFile = 'control/resuming';

/** Claims a folder for the process; gives what lets go of it. Throws `taken(pid)` if another process that is alive has it. */
export async function claimFolder(
  folder: string,
  identity: ProcessIdentity,
  taken: (pid: number) => AppError,
): Promise<() => Promise<void>> {
  const path = join(folder, claimFile);
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(identity), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw writeFailed(path, error);
    }
    const holder = parseIdentity(await readFile(path, 'utf8').catch(() => ''));
    const found = holder === undefined ? null : await readProcessIdentity(holder.pid);
    if (holder !== undefined && found !== null && isSameProcess(holder, found)) {
      throw taken(holder.pid);
    }
    // Left behind by a process that was killed.
    await rm(path, { force: true });
  }
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, bootId, processStart, host } = JSON.parse(text) as Partial<Record<keyof ProcessIdentity, unknown>>;
    const texts = [bootId, processStart, host];
    if (!Number.isSafeInteger(pid) || texts.some((part) => typeof part !== 'string')) return undefined;
    return { pid, bootId, processStart, host } as ProcessIdentity;
  } catch {
    return undefined;
  }
}
