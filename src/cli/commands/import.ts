// `ipuw import FILE|-`: what a user already has as an experiment file. What is read is decided by src/config/import/. `ipuw import run PATH…`,
// which makes runs, is in import-runs.ts.

import { basename, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { kindOfPath } from '../../config/files.ts';
import { type Imported, importText } from '../../config/import/import.ts';
import type { NoticeKind } from '../../config/import/notices.ts';
import { examineExperiment } from '../../config/load.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { type Input, jsonOption, type Command, workspaceOption } from '../command.ts';
import { optionNotForImport, outputExists, tooManyArguments } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { readAnyFile } from '../read-file.ts';
import { importPaths, importRunNotes } from './import-runs.ts';

/** Imports a command line and its relatives. */
export const importCommand: Command = {
  name: 'import',
  summary:
    'Make an experiment file of a run_qa.py command, a model card, a notebook, an args.json or an ipu_config.json; or runs of event files, Trainer folders and model cards (import run PATH…).',
  arguments: ['FILE'],
  moreArguments: 'PATH',
  options: {
    ...workspaceOption,
    output: { value: 'FILE.ipu.json', doc: 'File to write. Default: print the experiment on standard output.' },
    force: { doc: 'Replace the file if it exists.' },
    ...jsonOption,
  },
  notes: `FILE may be - for standard input: \`pbpaste | ipuw import -\`. It may hold a command line of run_qa.py, run_glue.py, run_ner.py, run_swag.py,
run_mlm.py or run_pretraining.py, alone or in a shell script, in a code block of a README or model card, or in a notebook; arguments as JSON
(args.json, trainer_state.json); or an ipu_config.json. Nothing of it is run. Arguments that no field can hold are kept under extra_args;
what was kept, dropped and contradictory is said on standard error. \`ipuw export command\` goes the other way.

${importRunNotes}`,
  async run(input) {
    const file = input.argument('FILE');
    const [other] = input.moreArguments();
    if (file === 'run' && other !== undefined) return importPaths(input);
    if (other !== undefined) throw tooManyArguments(importCommand, other);
    if (input.isSet('workspace')) throw optionNotForImport('workspace');
    const source = file === '-' ? 'standard input' : basename(file);
    const imported = importText(file === '-' ? await readAll(process.stdin) : await readAnyFile('file', file), source);
    const output = await write(imported, input);
    if (input.isSet('json')) printJson({ ...imported, file: output ?? null });
    else print(output === undefined ? imported.text.trimEnd() : `Wrote ${oneLine(output)}.`);
    if (!input.isSet('json'))
      for (const { kind, message } of imported.notices) note(oneLine(`${words[kind]}: ${message}`));
    if (output !== undefined) for (const line of await openQuestions(imported.text, output)) note(line);
    return 0;
  },
};

const words: Readonly<Record<NoticeKind, string>> = {
  kept: 'kept',
  dropped: 'left out',
  contradiction: 'contradiction',
  remark: 'note',
};

/** Writes the file that --output names; undefined without it. */
async function write({ text }: Imported, input: Input): Promise<string | undefined> {
  const name = input.text('output');
  if (name === undefined) return undefined;
  const path = resolve(name);
  if (!input.isSet('force') && (await kindOfPath(path)) !== 'missing') throw outputExists(path);
  await writeFileAtomic(path, text);
  return path;
}

/** What is still to be done before the experiment can be launched from where it lies. */
async function openQuestions(text: string, path: string): Promise<string[]> {
  const { problems } = await examineExperiment(text, path);
  const place = basename(path);
  return problems.map(({ severity, line, column, message, hint }) =>
    oneLine(`${place}:${line}:${column}: ${severity}: ${message} ${hint}`),
  );
}
