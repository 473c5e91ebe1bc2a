// One process at a time goes on with a run: two that are started in the same moment would both write its journal. The claim is needed only
// until the new session has said hello; from then on the journal tells who is running.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ProcessIdentity } from '../../shared/messages/runs.ts';
import { systemCode, writeFailed } from '../../system/errors.ts';
import { isSameProcess, readProcessIdentity } from '../../system/process-identity.ts';
import { runStillActive } from '../../shared/resume-errors.ts';

const claimFile = 'control/resuming';

/** Claims a run for the process; gives what lets go of it. Throws an AppError if another one that is alive has it. */
export async function claimRun(folder: string, identity: ProcessIdentity): Promise<() => Promise<void>> {
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
      throw runStillActive(basename(folder), holder.pid);
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
