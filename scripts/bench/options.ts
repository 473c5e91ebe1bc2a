// The command line of the benchmarks. Reads it and says what is wrong with it; runs nothing.

import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { nearestName } from '../../src/shared/nearest.ts';
import { AppError } from '../../src/shared/errors.ts';
import { evaluatedFeatures, type Bench, type Contest } from './contests.ts';

export interface BenchOptions {
  /** Names of benchmarks; empty: list them. */
  readonly names: readonly string[];
  /** Against PyTorch. */
  readonly peer: boolean;
  readonly json: boolean;
  readonly profile: boolean;
  readonly rounds: number;
  /** Only figures whose names contain all of these. */
  readonly cases: readonly string[];
  /** How many features `evaluate` takes. */
  readonly features: number;
  /** Where `checkpoint` writes; undefined: the system's temporary folder. */
  readonly folder: string | undefined;
}

const flags = {
  peer: { type: 'boolean' },
  json: { type: 'boolean' },
  profile: { type: 'boolean' },
  rounds: { type: 'string' },
  case: { type: 'string', multiple: true },
  features: { type: 'string' },
  dir: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** How to call it. */
export const usage = `npm run bench -- NAME… [--peer] [--json] [--rounds N] [--case TEXT]… [--features N] [--dir FOLDER] [--profile]
  --peer         runs PyTorch in turn with ours (npm run reference sets it up)
  --json         one JSON object a figure on standard output, and nothing else
  --rounds N     rounds after the warm-up (3)
  --case TEXT    only cases whose names contain TEXT; may be given several times, then all must be in the name
  --features N   how many features evaluate takes (${evaluatedFeatures})
  --dir FOLDER   where checkpoint writes (the system's temporary folder)
  --profile      instead of timing: ONNX Runtime's profile of our side, by operator
IPUW_SQUAD names a folder with train-v1.1.json and dev-v1.1.json; without it, the sample data is used and the case says so.`;

/** Reads the arguments. Throws an AppError that names what is wrong. */
export function parseOptions(args: readonly string[], benches: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const unknown = positionals.find((name) => name !== 'all' && !benches.includes(name));
  if (unknown !== undefined) throw benchUnknown(unknown, benches);
  return {
    names: positionals.includes('all') ? benches : benches.filter((name) => positionals.includes(name)),
    peer: values.peer ?? false,
    json: values.json ?? false,
    profile: values.profile ?? false,
    rounds: positive('rounds', values.rounds, 3),
    cases: values.case ?? [],
    features: positive('features', values.features, evaluatedFeatures),
    folder: values.dir,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw wrongUsage((error as Error).message);
  }
}

function positive(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw wrongUsage(`--${name} is "${text}", not a whole number of at least 1.`);
  }
  return value;
}

/** The contests with a figure whose name contains all of `texts`, with only those rivals. */
export function selectContests({ name, contests }: Bench, texts: readonly string[]): Contest[] {
  const fits = (caseName: string): boolean => texts.every((text) => `${name}: ${caseName}`.includes(text));
  return contests.flatMap((contest) => {
    const rivals = contest.rivals.filter((rival) => fits(rivalCase(contest.case, rival.name)));
    return rivals.length === 0 ? [] : [{ ...contest, rivals }];
  });
}

/** The name of a case against one rival. */
export function rivalCase(contest: string, rival: string): string {
  return `${contest}, against ${rival}`;
}

function benchUnknown(name: string, benches: readonly string[]): AppError {
  const nearest = nearestName(name, [...benches, 'all']);
  const hint = nearest === undefined ? `There are ${benches.join(', ')}, and all.` : `Did you mean ${nearest}?`;
  return new AppError('bench-unknown', `There is no benchmark "${name}".`, hint);
}

function wrongUsage(message: string): AppError {
  return new AppError('wrong-usage', message, usage);
}

/** No case has all of the texts in its name. */
export function noCaseFits(texts: readonly string[]): AppError {
  return new AppError(
    'no-case-fits',
    `No case contains ${texts.map((text) => `"${text}"`).join(' and ')}.`,
    'Run `npm run bench` for the names of all cases.',
  );
}
