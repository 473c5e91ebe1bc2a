// Journals for the tests of this folder: reading one, and making a run folder from events.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBody, JournalEvent } from '../../src/shared/journal/event.ts';
import { JournalReader } from '../../src/shared/journal/reader.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';

/** All events of a run folder's journal, every line of which has to be whole. */
export async function readEvents(runFolder: string): Promise<readonly JournalEvent[]> {
  const { events, badLines } = new JournalReader().push(await readFile(join(runFolder, 'journal.log')));
  assert.deepEqual(badLines, []);
  return events;
}

/** Makes a run folder with this experiment and these events, one a second from `startedAt`. */
export async function makeRun(
  runFolder: string,
  experiment: object,
  bodies: readonly EventBody[],
  startedAt = 1_700_000_000_000,
): Promise<void> {
  await mkdir(runFolder, { recursive: true });
  const parts: Uint8Array[] = [];
  let time = startedAt;
  const writer = createJournalWriter({ append: (bytes) => void parts.push(bytes), now: () => (time += 1000) - 1000 });
  for (const body of bodies) writer.write(body);
  await writeFile(join(runFolder, 'experiment.json'), JSON.stringify(experiment));
  await writeFile(join(runFolder, 'journal.log'), Buffer.concat(parts));
}
