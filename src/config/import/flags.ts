// The words of a command → its script, its flags and what stands beside them; the names of flags as the scripts know them.

import { otherArguments } from './other-arguments.ts';
import { scriptArguments } from './arguments.ts';
import { taskOfScript } from './scripts.ts';
import type { ShellCommand, UnclosedQuote, Word } from './words.ts';

/** A flag and the words behind it. */
export interface Flag {
  /** Without hyphens; the full name, where a shortened or hyphenated one was meant. */
  readonly name: string;
  /** As it was written, without the hyphens before it. */
  readonly written: string;
  readonly values: readonly string[];
  /** What a shell would have filled in. */
  readonly unfilled: readonly string[];
}

/** A command that starts a training script. */
export interface ScriptCommand {
  /** Path of the script; null where only its arguments were given. */
  readonly script: string | null;
  /** Words before the script: `python3`, a launcher. */
  readonly launcher: readonly string[];
  readonly flags: readonly Flag[];
  /** Words that belong to no flag. */
  readonly stray: readonly string[];
  readonly environment: readonly string[];
  readonly redirections: readonly string[];
  /** Flags that were written with a typographic dash and are read as with two hyphens. */
  readonly dashed: readonly string[];
  /** A quotation mark that is never closed, and its line from 0; null: there is none. */
  readonly unclosed: UnclosedQuote | null;
}

const knownNames = [...scriptArguments.keys(), ...Object.keys(otherArguments)];
const flagPattern = /^--([A-Za-z_][\w.-]*)(?:=([^]*))?$/;

/** What starts scripts: interpreters, launchers of many processes, and programs that start another one. */
const program =
  /^(python[\d.]*w?|py|pypy\d*|ipython\d*|%?run|torchrun|accelerate|poprun|mpirun|mpiexec|horovodrun|deepspeed|srun|sbatch|salloc|env|nohup|time|sudo|exec|nice|numactl|taskset|docker|podman|singularity|apptainer|conda|mamba|micromamba|poetry|pipenv|pdm|hatch|uv|uvx|bash|sh|zsh|xargs|screen|tmux|coverage)$/;

/** The command as one that starts a script with flags; undefined if it starts none, or if none of its flags is known. */
export function readScriptCommand({
  words,
  environment,
  redirections,
  unclosed,
}: ShellCommand): ScriptCommand | undefined {
  const [prompt, ...rest] = words;
  // Prompts of shells and notebooks.
  const written = prompt && /[$%>#!]$/.test(prompt.text) ? rest : words;
  const own = written.map(withHyphens);
  const dashed = written.filter((word, at) => own[at] !== word).map(({ text }) => text);
  const texts = own.map(({ text }) => text);
  const script = texts.findIndex((text) => /\.py$/i.test(text) && !text.startsWith('-'));
  const known = script >= 0 && taskOfScript(texts[script]!) !== undefined;
  const after = script >= 0 ? own.slice(script + 1) : dropUntilFlag(own);
  const { flags, stray } = readFlags(after);
  const knownFlags = flags.filter(({ name }) => knownNames.includes(name)).length;
  if (!known && knownFlags < (script >= 0 ? 2 : 1)) return undefined;
  if (!startsProgram(texts, script)) return undefined;
  const isArgumentsFile = stray.length === 1 && /\.json$/i.test(stray[0]!);
  if (flags.length === 0 && !isArgumentsFile) return undefined;
  const launcher = own.slice(0, own.length - after.length - (script >= 0 ? 1 : 0)).map(({ text }) => text);
  const lastly = {
    flags,
    stray,
    environment: [...environment, ...environmentIn(launcher)],
    redirections,
    dashed,
    unclosed,
  };
  return {
    script: script >= 0 ? texts[script]! : null,
    launcher: launcher
      .filter((word) => !isAssignment(word))
      .map((word, at) => (at === 0 ? word.replace(/^!/, '') : word)),
    ...lastly,
  };
}

/** The words begin as a command does; a sentence that names a script or a flag does not. */
function startsProgram(texts: readonly string[], script: number): boolean {
  const [first = ''] = texts.filter((text) => !isAssignment(text));
  const isProgram = (word = ''): boolean =>
    program.test(word.replace(/^!/, '').replace(/^.*[\\/]/, '').replace(/\.exe$/i, '')) || /^!?(\.{0,2}|~)[\\/]./.test(word); // prettier-ignore
  if (isProgram(first) || flagPattern.test(first)) return true;
  const before = texts.slice(0, Math.max(script, 0)).findLast((text) => !/^-[a-zA-Z]+$/.test(text));
  if (script > 0) return /^(.*[\\/])?(python[\d.]*(\.exe)?)$/.test(before ?? '');
  const next = texts[1] ?? '';
  return script === 0 && (flagPattern.test(next) || /\.json$/i.test(next));
}

/** Word processors make one long dash of two hyphens. */
function withHyphens(word: Word): Word {
  const match = /^[\u2010-\u2015\u2212]-?([A-Za-z_][\w-]*)([^]*)$/.exec(word.text);
  const [, name = '', rest = ''] = match ?? [];
  return match && knownNames.includes(name.replaceAll('-', '_')) ? { ...word, text: `--${name}${rest}` } : word;
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}

/** `env NAME=value python …` */
function environmentIn(launcher: readonly string[]): string[] {
  return launcher.filter(isAssignment).map((word) => word.slice(0, word.indexOf('=')));
}

function dropUntilFlag(words: readonly Word[]): readonly Word[] {
  const first = words.findIndex(({ text }) => flagPattern.test(text));
  return first < 0 ? [] : words.slice(first);
}

function readFlags(words: readonly Word[]): { flags: Flag[]; stray: string[] } {
  const flags: (Flag & { values: string[]; unfilled: string[] })[] = [];
  const stray: string[] = [];
  let open: (typeof flags)[number] | undefined;
  for (const { text, unfilled } of words) {
    const match = flagPattern.exec(text);
    if (match) {
      const [, written = '', value] = match;
      const flag = { ...named(written), written, values: value === undefined ? [] : [value], unfilled: [...unfilled] };
      flags.push(flag);
      open = value === undefined ? flag : undefined;
    } else if (open) {
      open.values.push(text);
      open.unfilled.push(...unfilled);
    } else stray.push(text);
  }
  return { flags: flags.map(positive), stray };
}

/** argparse takes any beginning of a name that only one argument has. */
function named(written: string): { name: string } {
  const name = written.replaceAll('-', '_');
  if (knownNames.includes(name) || name.startsWith('no_')) return { name: knownNames.includes(name) || isNegation(name) ? name : written }; // prettier-ignore
  const longer = name.length >= 4 ? knownNames.filter((each) => each.startsWith(name)) : [];
  return { name: longer.length === 1 ? longer[0]! : written };
}

function isNegation(name: string): boolean {
  return name.startsWith('no_') && scriptArguments.get(name.slice(3))?.field.type === 'boolean';
}

/** `--no_x` is `--x False`. */
function positive(flag: Flag): Flag {
  return isNegation(flag.name) && flag.values.length === 0
    ? { ...flag, name: flag.name.slice(3), values: ['False'] }
    : flag;
}
