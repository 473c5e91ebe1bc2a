// An experiment → the command of the script that does the same with optimum-graphcore: its words, and a text to copy. What no
// argument can say is told. Pure.

import type { Field } from '../field.ts';
import { type Experiment, type PartialExperiment, rootFields, sectionFields } from '../fields.ts';
import { settleExperiment } from '../settle.ts';
import { flagWords, scriptArguments, type ScriptArgument, writeFlag } from './arguments.ts';
import { extraWords } from './extra-arguments.ts';
import { isForIpus, isNamedFolder } from './from-flags.ts';
import { type Notice, Notices } from './notices.ts';
import { exportLayout } from './export-layout.ts';
import { checkWord, renderCommand } from './quote.ts';
import { isArgumentOf, scripts } from './scripts.ts';

export interface ExportedCommand {
  /** The program and its arguments, as they are passed without a shell. */
  readonly argv: readonly string[];
  /** The same for a POSIX shell. */
  readonly text: string;
  readonly notices: readonly Notice[];
  /** What an ipu_config.json would have to hold, where overrides cannot say it all; else null. */
  readonly ipuConfig: Readonly<Record<string, unknown>> | null;
}

/** The command of an experiment that says this much, with everything that it extends merged in. Throws an AppError for texts that no program can be given. */
export function exportCommand(values: PartialExperiment): ExportedCommand {
  const notices = new Notices();
  const experiment = settleExperiment(values);
  const extra = extraWithoutFields(values, notices);
  const layout = exportLayout(values, notices);
  const flags = [...scriptArguments.values()].flatMap((argument) => {
    const given = argument.section === 'ipu_config' ? layout.flags[argument.name] : undefined;
    if (given === null || Object.hasOwn(extra, argument.name)) return [];
    if (given !== undefined) return [writeFlag(argument.name, given)];
    return wordsOf(argument, values, experiment, notices);
  });
  const more = extraWords(extra, layout.pairs, notices);
  const all = withClipping([...flags, ...more], { ...values, extra_args: extra }, experiment);
  const program = ['python', scripts[experiment.task].path];
  const output = flagWords('output_dir', [folderOf(values, notices)]);
  noteOwnFields(values, notices);
  const lines = Object.hasOwn(extra, 'output_dir') ? all : [...all, output];
  for (const word of lines.flat()) checkWord(word);
  return {
    argv: [...program, ...lines.flat()],
    text: renderCommand(program, lines),
    notices: notices.all,
    ipuConfig: layout.ipuConfig,
  };
}

/** A field that is set counts; the same name under `extra_args` is left out. */
function extraWithoutFields(values: PartialExperiment, notices: Notices): NonNullable<PartialExperiment['extra_args']> {
  const isSet = (written: string): boolean => {
    const argument = scriptArguments.get(written.replaceAll('-', '_'));
    return argument !== undefined && Object.hasOwn(values[argument.section] ?? {}, argument.name);
  };
  const entries = Object.entries(values.extra_args ?? {});
  for (const [written] of entries.filter(([name]) => isSet(name)))
    notices.add('dropped', written, `\`${written}\` under \`extra_args\` is left out: the field of that name is set and counts.`); // prettier-ignore
  return Object.fromEntries(entries.filter(([name]) => !isSet(name)));
}

/** The flag of a field that is set, or whose value the script would not take by itself. */
function wordsOf(
  { name, section, field }: ScriptArgument,
  values: PartialExperiment,
  experiment: Experiment,
  notices: Notices,
): (readonly string[])[] {
  const own = values[section] as Readonly<Record<string, unknown>> | undefined;
  const isSet = own !== undefined && Object.hasOwn(own, name);
  if (name === 'max_grad_norm' || (name === 'gradient_accumulation_steps' && !isSet)) return [];
  const value = isSet ? own[name] : (experiment[section] as Readonly<Record<string, unknown>>)[name];
  const { defaults } = scripts[experiment.task];
  const byDefault = Object.hasOwn(defaults, name) ? defaults[name] : field.default;
  const belongs = isArgumentOf(experiment.task, name);
  if (!belongs && isSet && value !== field.default)
    notices.add('dropped', name, `\`${name}\` is not among the arguments of ${scripts[experiment.task].path}.`);
  if (!belongs || value === null || (!isSet && value === byDefault)) return [];
  return [writeFlag(name, value)];
}

/** optimum-graphcore never clips; other scripts do unless told otherwise. */
function withClipping(
  flags: readonly (readonly string[])[],
  values: PartialExperiment,
  experiment: Experiment,
): readonly (readonly string[])[] {
  const names = flags.map(([flag = '']) => flag.replace(/^--|=[^]*$/g, ''));
  if (Object.hasOwn(values.extra_args ?? {}, 'max_grad_norm')) return flags;
  const value = experiment.training.max_grad_norm;
  const byDefault = isForIpus(names) ? 0 : sectionFields.training.max_grad_norm.default;
  return value === byDefault ? flags : [...flags, writeFlag('max_grad_norm', value)];
}

/** The script wants a folder for its results: one of the experiment's name. */
function folderOf({ name = '' }: PartialExperiment, notices: Notices): string {
  const folder = name.replaceAll(/[\\/]+/g, '-');
  if (folder === name && isNamedFolder(folder)) return folder;
  const written = /^\.*$/.test(folder) ? 'output' : folder;
  if (name !== '') notices.add('dropped', 'name', `\`name\` is no name for a folder of its own: the command writes into ${JSON.stringify(written)}.`); // prettier-ignore
  return written;
}

/** Fields that the file sets and no script has. */
function noteOwnFields(values: PartialExperiment, notices: Notices): void {
  const said = ['extends', 'name', 'task', 'extra_args', 'runner'];
  const note = (path: string): void =>
    notices.add('dropped', path, `\`${path}\` is the workbench’s own: no argument of the scripts says it.`);
  for (const [name, field] of Object.entries<Field>(rootFields)) {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (!said.includes(name) && value !== undefined && value !== field.default) note(name);
  }
  for (const [section, fields] of Object.entries(sectionFields)) {
    if (section === 'ipu_config') continue;
    const own = (values as Readonly<Record<string, unknown>>)[section] as Readonly<Record<string, unknown>> | undefined;
    for (const [name, field] of Object.entries<Field>(fields)) {
      if (own && Object.hasOwn(own, name) && own[name] !== field.default && !isArgument(section, name))
        note(`${section}.${name}`);
    }
  }
}

function isArgument(section: string, name: string): boolean {
  return scriptArguments.get(name)?.section === section;
}
