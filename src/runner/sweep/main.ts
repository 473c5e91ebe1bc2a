// The program that works off the queue of one sweep: `sweep <sweep folder> <engine script>`. It is started by launchSweep, outlives
// window and terminal, and says in the sweep's journal who it is. Exit code 0: it came to an end; 1: it could not; 2: wrong usage.

import '../../system/node-version.ts';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { toErrorShape } from '../../shared/errors.ts';
import { journalProtocol } from '../../shared/journal/event.ts';
import type { ProcessIdentity } from '../../shared/messages/runs.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { claimFolder } from '../../system/claim.ts';
import { readProcessIdentity } from '../../system/process-identity.ts';
import { sweepStillActive } from '../errors.ts';
import { openJournal, readJournalEnds, type OpenJournal } from '../journal-file.ts';
import { findProcess } from '../supervisor.ts';
import { runQueue } from './queue.ts';
import { readSweep } from './sweep-folder.ts';

async function main(folder: string, engineScript: string): Promise<void> {
  let isTerminated = false;
  process.on('SIGTERM', () => (isTerminated = true));
  await readSweep(folder);
  const { journal, isFirst } = await begin(folder);
  const program = { node: process.execPath, engineScript };
  try {
    const state = await runQueue(folder, { program, journal, isFirst, isTerminated: () => isTerminated });
    journal.write({ kind: 'end', state });
  } catch (error) {
    journal.write({ kind: 'end', state: 'failed', error: toErrorShape(error) });
    throw error;
  } finally {
    journal.close();
  }
}

/** Says hello in the sweep's journal, unless another process is at work there. */
async function begin(folder: string): Promise<{ readonly journal: OpenJournal; readonly isFirst: boolean }> {
  const sweepId = basename(folder);
  const identity = await whoAmI();
  const letGo = await claimFolder(folder, identity, (pid) => sweepStillActive(sweepId, { ...identity, pid }));
  try {
    const { hello, end, last } = await readJournalEnds(folder);
    if (hello !== null && end === null && (await findProcess(hello)) !== 'gone') throw sweepStillActive(sweepId, hello);
    await rm(join(folder, runFiles.stop), { force: true });
    const journal = openJournal(folder);
    journal.write({ kind: 'hello', protocol: journalProtocol, runId: sweepId, ...identity });
    return { journal, isFirst: last === null };
  } finally {
    await letGo();
  }
}

async function whoAmI(): Promise<ProcessIdentity> {
  const identity = await readProcessIdentity(process.pid);
  return identity ?? { pid: process.pid, bootId: '', processStart: '', host: hostname() };
}

const [folder, engineScript] = process.argv.slice(2);
if (folder === undefined || engineScript === undefined) {
  process.stderr.write('Usage: sweep <sweep folder> <engine script>\nhint: Run "ipuw sweep FILE" instead.\n');
  process.exitCode = 2;
} else {
  await main(folder, engineScript).catch((error: unknown) => {
    const { message, hint, code } = toErrorShape(error);
    process.stderr.write(`${message} ${hint}${code === 'internal-error' ? `\n${(error as Error).stack}` : ''}\n`);
    process.exitCode = 1;
  });
}
