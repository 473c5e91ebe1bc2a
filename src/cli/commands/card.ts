// `ipuw card RUN`: the model card of a run, README.md as the Hugging Face Hub reads it.

import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { renderModelCard } from '../../card/render.ts';
import { cardFactsOf } from '../../card/run-facts.ts';
import { kindOfPath } from '../../config/files.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { outputExists } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { readRunRecord } from '../run-record.ts';
import { withRun } from '../session.ts';

/** Writes the model card of a run. */
export const cardCommand: Command = {
  name: 'card',
  summary: 'Write the model card of a run: README.md with the metadata and results that the Hugging Face Hub reads.',
  arguments: ['RUN'],
  options: {
    output: { value: 'README.md', doc: 'File to write. Default: README.md beside the run’s results.' },
    force: { doc: 'Replace the file if it exists.' },
    ...jsonOption,
    ...workspaceOption,
  },
  notes: `RUN is a run’s id, the beginning of its id, or \`last\`. The card of a run that has not completed says so and has no results.
License and language are yours to add. Of paths only the last part goes into the card, and neither the machine’s name nor its users.`,
  run: (input) =>
    withRun(input.argument('RUN'), input.text('workspace'), async (run) => {
      const file = resolve(input.text('output') ?? join(run.folder, runFiles.results, 'README.md'));
      if (!input.isSet('force') && (await kindOfPath(file)) !== 'missing') throw outputExists(file);
      const { facts, notices } = cardFactsOf(await readRunRecord(run));
      if (input.text('output') === undefined) await mkdir(dirname(file), { recursive: true });
      await writeFileAtomic(file, renderModelCard(facts));
      if (input.isSet('json')) printJson({ file, facts, notices });
      else print(oneLine(file));
      if (!input.isSet('json')) for (const { message } of notices) note(oneLine(message));
      return 0;
    }),
};
