// `ipuw show RUN`: everything about one run.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { renderRun, runAsJson } from '../describe-run.ts';
import { print, printJson } from '../output.ts';
import { withRun } from '../session.ts';

/** Shows one run. */
export const showCommand: Command = {
  name: 'show',
  summary: 'Show one run: RUN is its id, the beginning of its id, or `last`.',
  arguments: ['RUN'],
  options: { ...jsonOption, ...workspaceOption },
  run: (input) =>
    withRun(input.argument('RUN'), input.text('workspace'), async (recorded) => {
      const run = {
        ...recorded,
        checkpoints: recorded.checkpoints.filter(({ path }) => isThere(recorded.folder, path)),
      };
      if (input.isSet('json')) printJson(runAsJson(run));
      else print(renderRun(run));
      return 0;
    }),
};

/** Old checkpoints go when `save_total_limit` says so; the journal still names them. */
function isThere(runFolder: string, path: string): boolean {
  return existsSync(join(runFolder, path));
}
