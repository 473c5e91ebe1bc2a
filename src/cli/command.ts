// What a command of `ipuw` is: one record, from which its arguments are checked and its help is written.

import { parseArgs } from 'node:util';
import {
  argumentMissing,
  notADecimal,
  notANumber,
  optionValueMissing,
  tooManyArguments,
  unknownOption,
} from './errors.ts';

/** An option; one without `value` is a switch. */
export interface Option {
  readonly doc: string;
  /** What the value is called in the help, such as `FILE`. */
  readonly value?: string;
  readonly required?: boolean;
}

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Names of the arguments; all are required. */
  readonly arguments: readonly string[];
  /** Name of one more that may be left out. */
  readonly optionalArgument?: string;
  /** Name of further ones, as many as one likes. */
  readonly moreArguments?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What else its help says, after the options. */
  readonly notes?: string;
  /** Does it and gives the exit code. Throws an AppError for an expected failure. */
  run(input: Input): Promise<number>;
}

/** The option that every command with figures has. */
export const jsonOption = { json: { doc: 'Print one JSON value and nothing else on standard output.' } } as const;

/** The option that says where the runs are. */
export const workspaceOption = {
  workspace: {
    value: 'DIR',
    doc: 'Folder whose `.ipu` holds the runs. Default: the nearest folder with `.ipu`, `.vscode` or `.git`.',
  },
} as const;

/** The arguments of one call, checked against its command. */
export class Input {
  readonly #command: Command;
  readonly #positionals: readonly string[];
  readonly #values: ReadonlyMap<string, string | true>;

  constructor(command: Command, positionals: readonly string[], values: ReadonlyMap<string, string | true>) {
    this.#command = command;
    this.#positionals = positionals;
    this.#values = values;
  }

  /** The argument with this name. */
  argument(name: string): string {
    const value = this.#positionals[this.#command.arguments.indexOf(name)];
    if (value === undefined || value === '') throw argumentMissing(this.#command.name, name);
    return value;
  }

  /** The argument that may be left out. */
  optionalArgument(): string | undefined {
    return this.#positionals[this.#command.arguments.length];
  }

  /** The arguments behind those that are required. */
  moreArguments(): readonly string[] {
    return this.#positionals.slice(this.#command.arguments.length);
  }

  isSet(option: string): boolean {
    return this.#values.has(option);
  }

  text(option: string): string | undefined {
    const value = this.#values.get(option);
    return typeof value === 'string' ? value : undefined;
  }

  requiredText(option: string): string {
    const value = this.text(option);
    if (value === undefined) throw argumentMissing(this.#command.name, `--${option}`);
    return value;
  }

  /** A whole number of at least `min`, or `fallback` if the option is not given. */
  integer(option: string, fallback: number, min: number): number {
    const text = this.text(option);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < min) throw notANumber(option, text, min);
    return value;
  }

  /** A number of any size, or `fallback` if the option is not given. */
  decimal(option: string, fallback: number): number {
    const text = this.text(option);
    if (text === undefined) return fallback;
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw notADecimal(option, text);
    return Number(text);
  }
}

/** Checks a command's arguments. Throws a usage error that names what is wrong. */
export function parseInput(command: Command, args: readonly string[]): Input {
  const options = Object.entries(command.options);
  const types = options.map(
    ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
  );
  // Not strict: unknown options get our own answer, with the name that was meant.
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind === 'option') values.set(token.name, readOption(command, token));
  }
  const optional = command.moreArguments !== undefined ? Infinity : command.optionalArgument === undefined ? 0 : 1;
  const most = command.arguments.length + optional;
  if (positionals.length > most) throw tooManyArguments(command, positionals[most] ?? '');
  const input = new Input(command, positionals, values);
  for (const name of command.arguments) input.argument(name);
  for (const [name, { required }] of options) if (required) input.requiredText(name);
  return input;
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function readOption(command: Command, { name, rawName, value, inlineValue }: OptionToken): string | true {
  const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
  if (option === undefined) throw unknownOption(command, rawName);
  if (option.value === undefined) {
    if (inlineValue) throw optionValueMissing(name, undefined);
    return true;
  }
  // `--dataset --json`: the next option is no value, unless it is tied to this one by `=`.
  if (value === undefined || (!inlineValue && value.startsWith('--'))) throw optionValueMissing(name, option.value);
  return value;
}
