// Time to the first curve, TensorBoard's page against ours, on event files that TensorBoard itself wrote. Both programs have read the
// files before their pages are asked for; how long that took is said apart.

import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { importRuns } from '../../../src/exchange/import/import-runs.ts';
import { prepareWorkbenchFolder } from '../../../src/runner/run-folder.ts';
import { startStore } from '../../../src/store/client.ts';
import { median } from '../figure.ts';
import { firstDrawing, openDashboard, readBuiltPage, storeScript } from './stage.ts';
import { startTensorBoard } from './tensorboard.ts';

const mark = 3;

/** Writes scalars of one tag. */
const writeEvents = `
import math, sys
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
folder, count = sys.argv[1], int(sys.argv[2])
writer = EventFileWriter(folder)
for step in range(1, count + 1):
    value = 5 * math.exp(-4 * step / count) + (math.sin(step * 12.9898) * 43758.5453 % 1) / 2
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag='loss', simple_value=value)])
    writer.add_event(event_pb2.Event(step=step, wall_time=1.7e9 + step / 10, summary=summary))
writer.close()
`;

/** Takes rounds in turn and says medians and their ratio. */
export async function measureTensorBoard(
  browser: Browser,
  folder: string,
  { points, rounds }: { readonly points: number; readonly rounds: number },
): Promise<void> {
  const program = process.env['IPUW_TENSORBOARD'];
  if (!program) {
    console.log('tensorboard: skipped, because IPUW_TENSORBOARD names no program (pip install tensorboard)');
    return;
  }
  execFileSync(join(dirname(program), 'python'), ['-c', writeEvents, folder, String(points)]);
  const board = await startTensorBoard(program, folder);
  try {
    console.log(`TensorBoard ${board.version} has read ${points} points after ${(board.readMs / 1000).toFixed(1)} s`);
    const startedAt = performance.now();
    const runsFolder = await prepareWorkbenchFolder(dirname(folder));
    const [run] = await importRuns(folder, runsFolder);
    const databaseFile = join(dirname(runsFolder), 'runs.db');
    const store = await startStore({ node: process.execPath, script: storeScript, databaseFile, runsFolder });
    console.log(`ours has imported and recorded them after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    try {
      const built = readBuiltPage('dashboard');
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round <= rounds; round++) {
        const { page } = await openDashboard(browser, built, store, run!.runId);
        const mine = await firstDrawing(page, 'loss');
        await page.close();
        const its = await board.open(browser);
        if (round === 0) continue;
        ours.push(mine);
        theirs.push(its);
      }
      const ratio = median(theirs) / median(ours);
      const verdict = ratio >= mark ? 'passed' : 'NOT REACHED';
      const figures = `ours ${median(ours).toFixed(0)} ms, TensorBoard ${median(theirs).toFixed(0)} ms`;
      console.log(`time to the first curve: ${figures}, ratio ${ratio.toFixed(2)}, mark ${mark}: ${verdict}`);
    } finally {
      await store.close();
    }
  } finally {
    await board.close();
  }
}
