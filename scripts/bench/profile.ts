// Where the time of our side goes: ONNX Runtime's own profile of one contest, summed by operator.

import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contest } from './contests.ts';
import { ourCommand, withSurroundings, type ContestOptions } from './contest.ts';
import { Side } from './side.ts';

/** How many operators are named; the rest is one line. */
const named = 15;

/** One event of a profile, as far as it is read here. */
interface ProfileEvent {
  readonly cat?: unknown;
  readonly name?: unknown;
  /** In microseconds. */
  readonly dur?: unknown;
  readonly args?: { readonly op_name?: unknown };
}

/** What a profile says of some rounds. */
export interface ProfileSum {
  /** Time inside ONNX Runtime's runs. */
  readonly runMs: number;
  /** By operator, longest first. */
  readonly operators: readonly { readonly name: string; readonly ms: number; readonly calls: number }[];
}

/** Runs our side with the profiler and gives lines for people. The warm-up counts as a round: the profile has no mark between them. */
export async function profileContest(contest: Contest, options: ContestOptions): Promise<string[]> {
  return withSurroundings(contest, options, async (surroundings) => {
    const profilePrefix = join(surroundings.folder, 'profile');
    const side = await Side.start(ourCommand, { ...contest.work, ...surroundings, profilePrefix });
    const rounds = options.rounds + 1;
    let seconds = 0;
    try {
      for (let i = 0; i < rounds; i++) seconds += (await side.round()).seconds;
    } finally {
      await side.close();
    }
    const texts = await Promise.all(globSync(`${profilePrefix}*.json`).map((path) => readFile(path, 'utf8')));
    return describeProfile(
      sumProfile(texts.flatMap((text) => JSON.parse(text) as ProfileEvent[])),
      seconds * 1000,
      rounds,
    );
  });
}

/** Adds up a profile's events. */
export function sumProfile(events: readonly ProfileEvent[]): ProfileSum {
  const sums = new Map<string, { ms: number; calls: number }>();
  let runMs = 0;
  for (const { cat, name, dur, args } of events) {
    if (typeof dur !== 'number' || typeof name !== 'string') continue;
    if (cat === 'Session' && name === 'model_run') runMs += dur / 1000;
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || typeof args?.op_name !== 'string') continue;
    const sum = sums.get(args.op_name) ?? { ms: 0, calls: 0 };
    sums.set(args.op_name, { ms: sum.ms + dur / 1000, calls: sum.calls + 1 });
  }
  const operators = Array.from(sums, ([name, sum]) => ({ name, ...sum })).sort((a, b) => b.ms - a.ms);
  return { runMs, operators };
}

/** A table of a profile, per round. */
export function describeProfile({ runMs, operators }: ProfileSum, wallMs: number, rounds: number): string[] {
  const each = (ms: number): string => (ms / rounds).toFixed(1).padStart(9);
  const share = (ms: number): string => `${((100 * ms) / wallMs).toFixed(1).padStart(5)} %`;
  const row = (name: string, ms: number, calls: string): string =>
    `${name.padEnd(24)}${each(ms)} ms ${share(ms)}${calls}`;
  const rest = operators.slice(named);
  const restMs = rest.reduce((sum, { ms }) => sum + ms, 0);
  const kernelMs = operators.reduce((sum, { ms }) => sum + ms, 0);
  return [
    `per round, mean of ${rounds}, with the profiler's own cost`,
    row('whole round', wallMs, ''),
    ...operators.slice(0, named).map(({ name, ms, calls }) => row(name, ms, `  ${Math.round(calls / rounds)} calls`)),
    ...(rest.length > 0 ? [row(`${rest.length} other operators`, restMs, '')] : []),
    row('ONNX Runtime besides', runMs - kernelMs, ''),
    row('JavaScript', wallMs - runMs, ''),
  ];
}
