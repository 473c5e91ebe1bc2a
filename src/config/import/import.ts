// Whatever a user already has → the text of an experiment file: a command line, a script, a README or model card, a notebook,
// arguments as JSON, an ipu_config.json. Pure; the file names in the text are not looked up.

import { AppError } from '../../shared/errors.ts';
import type { Experiment, PartialExperiment } from '../fields.ts';
import { maxCharacters } from '../json-tree.ts';
import { settleExperiment } from '../settle.ts';
import { baseConfiguration } from './base.ts';
import { type Card, readCard } from './card.ts';
import { compareCard } from './compare-card.ts';
import type { Draft } from './draft.ts';
import { alreadyAnExperiment, argumentsInFile, binaryNotImported, importedTooLarge, importTooLarge, nothingToImport, quoteNotClosed, resultsNotImported } from './errors.ts'; // prettier-ignore
import { findCommands, findInNotebook } from './find.ts';
import type { Flag, ScriptCommand } from './flags.ts';
import { draftFromFlags } from './from-flags.ts';
import { draftFromIpuConfig } from './from-ipu-config.ts';
import { flagsOfJson, flagsOfTrainerState, isObject, kindOfJson, type JsonObject } from './json-files.ts';
import { checkBrokenJson, isExperimentText } from './json-text.ts';
import { type Notice, Notices, showText } from './notices.ts';
import { scriptName, scripts, taskOfScript } from './scripts.ts';

export interface Imported {
  /** Text of an experiment file. */
  readonly text: string;
  /** A file name for it. */
  readonly fileName: string;
  readonly notices: readonly Notice[];
}

/** A notebook with pictures is the largest thing one may import. */
const mostCharacters = 32_000_000;

/** Imports a text; `source` names it in messages, such as `README.md`. Throws an AppError if there is nothing to import. */
export function importText(text: string, source: string): Imported {
  if (text.length > mostCharacters) throw importTooLarge(source, mostCharacters);
  if (text.includes('\0') || text.startsWith('PK\u0003\u0004')) throw binaryNotImported(source);
  const notices = new Notices();
  const json = parseObject(text);
  if (json && /\.ipu\.json$/i.test(source) && kindOfJson(json) === 'unknown') throw alreadyAnExperiment(source);
  const { draft, what } = json ? importJson(json, source, notices) : importProse(text, source, notices);
  const contradictions = notices.all.filter(({ kind }) => kind === 'contradiction').map(({ message }) => message);
  const experiment = draft.render([`Imported from ${source}: ${what}.`, ...contradictions]);
  if (experiment.length > maxCharacters) throw importedTooLarge(source, experiment.length, maxCharacters);
  return {
    text: experiment,
    fileName: `${fileNameOf(draft)}.ipu.json`,
    notices: notices.all,
  };
}

interface Found {
  readonly draft: Draft;
  /** What the experiment was made of, in words. */
  readonly what: string;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(json) ? json : undefined;
  } catch {
    return undefined; // Not JSON, but maybe a command.
  }
}

function importJson(json: JsonObject, source: string, notices: Notices): Found {
  const kind = kindOfJson(json);
  switch (kind) {
    case 'notebook': {
      const [command, ...others] = findInNotebook(json['cells'] as readonly unknown[]);
      if (!command) throw nothingToImport(source);
      return importCommand(command, others, undefined, source, notices);
    }
    case 'ipu-config':
      return {
        draft: draftFromIpuConfig(json, notices),
        what: 'an ipu_config.json; model and data are still to be named',
      };
    case 'arguments':
      return importFlags(flagsOfJson(json, notices), 'the arguments of a script as JSON', notices);
    case 'trainer-state':
      return importFlags(flagsOfTrainerState(json, notices), 'a trainer_state.json', notices);
    case 'experiment':
      throw alreadyAnExperiment(source);
    case 'results':
      throw resultsNotImported(source);
    case 'unknown':
      throw nothingToImport(source);
    default:
      return kind satisfies never;
  }
}

function importFlags(flags: readonly Flag[], what: string, notices: Notices): Found {
  const task = guessTask(flags);
  return { draft: draftFromFlags({ flags, task, scriptName: `${scriptName(scripts[task].path)}.py` }, notices), what };
}

function importProse(text: string, source: string, notices: Notices): Found {
  if (isExperimentText(text, source)) throw alreadyAnExperiment(source);
  checkBrokenJson(text, source);
  const card = readCard(text);
  const commands = findCommands(text);
  const command = commands.find(({ script }) => script !== null) ?? commands[0];
  if (command) {
    const others = commands.filter((each) => each !== command);
    return importCommand(command, others, card.isCard ? card : undefined, source, notices);
  }
  if (!card.isCard || (card.parameters.length === 0 && card.baseModel === undefined)) throw nothingToImport(source);
  return importCardAlone(card, notices);
}

function importCommand(
  command: ScriptCommand,
  others: readonly ScriptCommand[],
  card: Card | undefined,
  source: string,
  notices: Notices,
): Found {
  const { script, flags, stray, unclosed } = command;
  if (unclosed) throw quoteNotClosed(source, unclosed.mark, unclosed.line + 1);
  const [file] = stray;
  if (flags.length === 0 && file !== undefined && /\.json$/i.test(file)) throw argumentsInFile(file);
  const task = script === null ? undefined : taskOfScript(script);
  if (script !== null && task === undefined)
    notices.add('remark', 'script', `${showText(script)} is no script that the workbench knows: its arguments are read as those of run_qa.py.`); // prettier-ignore
  const name = script === null ? 'run_qa.py' : `${scriptName(script)}.py`;
  const draft = draftFromFlags({ flags, task: task ?? guessTask(flags), scriptName: name }, notices);
  noteSurroundings(command, others, notices);
  if (name === 'run_mlm.py')
    notices.add('remark', 'script', 'run_mlm.py learns masked words alone; the experiment’s task, pretraining, learns next sentences too.'); // prettier-ignore
  const isCard = card !== undefined && card.parameters.length > 0;
  if (isCard) compareCard(card, draft, settled(draft), notices);
  return { draft, what: `the command line of ${name}${isCard ? ', compared with the list of hyper-parameters' : ''}` };
}

/** What stands around the flags and is not the experiment's business. */
function noteSurroundings(command: ScriptCommand, others: readonly ScriptCommand[], notices: Notices): void {
  const { environment, launcher, stray, dashed } = command;
  if (dashed.length > 0)
    notices.add('remark', 'dashes', `A word processor made one dash of two hyphens in ${dashed.slice(0, 5).map(showText).join(', ')}: read as with two hyphens.`); // prettier-ignore
  if (environment.length > 0)
    notices.add('dropped', 'environment', `Environment of the command, to be set where a run is launched: ${environment.join(', ')}.`); // prettier-ignore
  const isPython = (word: string): boolean => /^([$%>#!]|python[\d.]*(\.exe)?|env|-u|-m|py|ipython|%run|run)$/i.test(word.replace(/^.*[\\/]/, '')); // prettier-ignore
  const started = launcher.filter((word) => !isPython(word));
  if (started.length > 0)
    notices.add('dropped', 'launcher', `The command is started by ${showText(launcher.join(' '))}; the experiment holds the script’s arguments alone.`); // prettier-ignore
  if (stray.length > 0)
    notices.add('dropped', 'words', `Words that belong to no argument: ${stray.slice(0, 5).map(showText).join(', ')}.`);
  if (others.length > 0)
    notices.add('remark', 'commands', `${others.length === 1 ? 'One more command is in it and is' : `${others.length} more commands are in it and are`} left out: select the one you mean to import it.`); // prettier-ignore
}

/** A model card without its command: what its list and its prose say. */
function importCardAlone(card: Card, notices: Notices): Found {
  const flag = (name: string, ...values: string[]): Flag => ({ name, written: name, values, unfilled: [] });
  const given = (name: string, value: string | number | undefined): Flag[] =>
    value === undefined ? [] : [flag(name, String(value))];
  const listed = card.parameters.filter(({ name }) => !name.startsWith('total_'));
  const layout = publishedLayoutOf(card.baseModel);
  const flags = [
    ...given('model_name_or_path', card.baseModel),
    ...given('dataset_name', card.dataset),
    flag('do_train'),
    flag('do_eval'),
    ...listed.map(({ name, text }) => flag(name, text)),
    ...given('n_ipu', card.ipus),
    ...given('ipu_config_name', layout),
  ];
  const found = importFlags(flags, 'a model card without a command line', notices);
  const missing = listed.length === 0 ? 'no command line and no hyper-parameters' : 'no command line';
  notices.add('remark', 'card', `The card has ${missing}: what the experiment does not say has the default of the script or the workbench.`); // prettier-ignore
  if (layout !== undefined) {
    notices.add('remark', 'ipu_config_name', `The card names no IPU configuration; ${layout} is the published one for its model.`); // prettier-ignore
    found.draft.set('extends', layout, 'the published configuration for this model; not in the card');
  }
  compareCard({ ...card, parameters: card.parameters.filter(({ name }) => name.startsWith('total_')) }, found.draft, settled(found.draft), notices); // prettier-ignore
  return found;
}

/** `Graphcore/bert-large-uncased` → `Graphcore/bert-large-ipu`, if there is one. */
function publishedLayoutOf(model: string | undefined): string | undefined {
  const name = model?.replace(/^.*\//, 'Graphcore/').replace(/-(un)?cased.*$/, '-ipu');
  return name !== undefined && baseConfiguration(name) ? name : undefined;
}

/** The experiment that the draft stands for, with the published configuration that it extends. */
function settled(draft: Draft): Experiment {
  const values = draft.values();
  const base = draft.get('extends');
  const ipu = typeof base === 'string' ? (baseConfiguration(base) ?? {}) : {};
  return settleExperiment({ ...values, ipu_config: { ...ipu, ...values.ipu_config } } as PartialExperiment);
}

const glueTasks = /^(cola|mnli|mrpc|qnli|qqp|rte|sst2|stsb|wnli)$/i;

/** The task that arguments without a script are for. */
function guessTask(flags: readonly Flag[]): Experiment['task'] {
  const value = (name: string): string | undefined => flags.find((flag) => flag.name === name)?.values[0];
  const [task, dataset] = [value('task_name') ?? '', value('dataset_name')?.replace(/^.*\//, '') ?? ''];
  if (value('mlm_probability') !== undefined) return 'pretraining';
  if (glueTasks.test(task) || /^(glue|imdb|ag_news|xnli)$/i.test(dataset)) return 'sequence-classification';
  if (/^(ner|pos|chunk)$/i.test(task) || /^(conll\d+|wnut_17)$/i.test(dataset)) return 'token-classification';
  return /^swag$/i.test(dataset) ? 'multiple-choice' : 'question-answering';
}

function fileNameOf(draft: Draft): string {
  const given = [draft.get('name'), draft.get('model.model_name_or_path')].find((each) => typeof each === 'string');
  const bare = (given ?? '')
    .replace(/^.*[\\/]/, '')
    .normalize('NFKD')
    .replaceAll(/[^\w.-]+/g, '-')
    .slice(0, 60);
  return bare.replaceAll(/^[-.]+|[-.]+$/g, '') || 'imported';
}

/** Whether an error says that the text holds nothing to import, and not that something in it is wrong. */
export function isNothingToImport(thrown: unknown): boolean {
  return thrown instanceof AppError && ['nothing-to-import', 'imported-json-broken'].includes(thrown.code);
}
