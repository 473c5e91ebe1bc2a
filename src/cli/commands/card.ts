// `ipuw card RUN`: the model card of a run, README.md as the Hugging Face Hub reads it.

import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { renderModelCard } from '../../card/render.ts';
import { collectCardFacts } from '../../card/run-folder.ts';
import { kindOfPath } from '../../config/files.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { jsonOption, workspaceOption, type Command } from '../command.ts';
import { outputExists } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
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
  notes: `RUN is a run’s id, the beginning of its id, or \`last\`. A run that completes has its card already, beside its results and in its last
checkpoint; the card of one that has not completed says so and has no results. A run that was imported of a card has that card’s facts.
License and language are yours to add. Of paths only the last part goes into the card, and neither the machine’s name nor its users.`,
  run: (input) =>
    withRun(input.argument('RUN'), input.text('workspace'), async (run) => {
      const file = resolve(input.text('output') ?? join(run.folder, runFiles.results, 'README.md'));
      const { facts, notices } = await collectCardFacts(run);
      const card = renderModelCard(facts);
      if (!input.isSet('force') && !(await mayWrite(file, card))) throw outputExists(file);
      if (input.text('output') === undefined) await mkdir(dirname(file), { recursive: true });
      await writeFileAtomic(file, card);
      if (input.isSet('json')) printJson({ file, facts, notices });
      else print(oneLine(file));
      if (!input.isSet('json')) for (const { message } of notices) note(oneLine(message));
      return 0;
    }),
};

/** Nothing is lost: there is no such file, or it is this very card. */
async function mayWrite(file: string, card: string): Promise<boolean> {
  const kind = await kindOfPath(file);
  return kind === 'missing' || (kind === 'file' && (await readFile(file, 'utf8')) === card);
}
