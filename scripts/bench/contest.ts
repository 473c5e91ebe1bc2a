// Runs one contest: ours and each rival in turn, round by round, each in a process of its own.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../src/shared/errors.ts';
import type { Contest, Rival } from './contests.ts';
import { chooseSequences, sampleData, vocabularyFile, type DataSource } from './data.ts';
import { makeFigure, type Figure } from './figure.ts';
import { rivalCase } from './options.ts';
import { Side, type Command } from './side.ts';
import type { Request, Round, Surroundings, Variant } from './work.ts';

export interface ContestOptions {
  readonly rounds: number;
  readonly data: DataSource;
  /** Where to make the temporary folder; undefined: the system's. */
  readonly folder: string | undefined;
  /** The Python with PyTorch; null: ours alone. */
  readonly python: string | null;
  /** For what a reader wants to know besides the figures. */
  readonly note: (text: string) => void;
}

/** A figure and the ratio that it must reach. */
export interface Result {
  readonly figure: Figure;
  readonly mark: number | null;
}

/** Our side's program. */
export const ourCommand: Command = [process.execPath, join(import.meta.dirname, 'ours', 'main.ts')];

/** One competitor with its rounds. */
interface Competitor {
  readonly rival: Rival | null;
  readonly side: Side;
  readonly rounds: Round[];
}

/** Runs a contest and gives its figures. Throws AppErrors. */
export async function runContest(bench: string, contest: Contest, options: ContestOptions): Promise<Result[]> {
  return withSurroundings(contest, options, async (surroundings) => {
    const competitors: Competitor[] = [];
    try {
      const rivals = options.python === null ? [] : contest.rivals;
      for (const rival of [null, ...rivals]) {
        const side = await startSide(contest, rival, surroundings, options.python);
        competitors.push({ rival, side, rounds: [] });
      }
      options.note(
        `  ours: ${competitors[0]!.side.versions}${rivals.length > 0 ? `; ${competitors[1]!.side.versions}` : ''}`,
      );
      await compete(competitors, options);
    } finally {
      for (const { side } of competitors) await side.close();
    }
    checkAgreement(contest, competitors);
    const name = contest.real ? `${contest.case}, ${options.data.label}` : contest.case;
    return collectResults(bench, name, contest, competitors);
  });
}

/** Makes the temporary folder and the sequences that a contest needs, and removes them afterwards. */
export async function withSurroundings<T>(
  contest: Contest,
  { data, folder }: Pick<ContestOptions, 'data' | 'folder'>,
  use: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const place = await mkdtemp(join(folder ?? tmpdir(), 'ipu-bench-'));
  try {
    const source = contest.real ? data : sampleData;
    const sequences = join(place, 'sequences.json');
    if (contest.sequences !== undefined) {
      const { of, count } = contest.sequences;
      await writeFile(sequences, JSON.stringify(await chooseSequences(source[of], of, count)));
    }
    const threads = availableParallelism();
    return await use({ threads, sequences, dataset: source.train, vocabulary: vocabularyFile, folder: place });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function startSide(
  contest: Contest,
  rival: Rival | null,
  surroundings: Surroundings,
  python: string | null,
): Promise<Side> {
  const variant: Variant = rival?.variant ?? {};
  const request: Request = { ...contest.work, ...variant, ...surroundings };
  const command: Command =
    rival === null || python === null ? ourCommand : [python, join(import.meta.dirname, 'peer', 'main.py')];
  return Side.start(command, request);
}

/** A warm-up of each, then the rounds in turn. */
async function compete(competitors: readonly Competitor[], { rounds, note }: ContestOptions): Promise<void> {
  const seconds = (round: Round): string => round.seconds.toPrecision(3);
  for (const { side } of competitors) await side.round();
  for (let i = 1; i <= rounds; i++) {
    for (const { side, rounds: done } of competitors) done.push(await side.round());
    const times = competitors.map(({ rival, rounds: done }) => `${rival?.name ?? 'ours'} ${seconds(done.at(-1)!)} s`);
    note(`  round ${i}: ${times.join(', ')}`);
  }
}

function collectResults(bench: string, name: string, contest: Contest, [ours, ...others]: Competitor[]): Result[] {
  const mine = ours!.rounds;
  if (others.length === 0) return alone(bench, name, contest, mine);
  return others.flatMap(({ rival, rounds }) => {
    const caseName = rivalCase(name, rival!.name);
    const time = { bench, case: caseName, unit: 's' } as const;
    const times = makeFigure(time, mine.map(secondsOf), rounds.map(secondsOf));
    const results: Result[] = [{ figure: times, mark: rival!.mark }];
    if (contest.memory) {
      const peaks = makeFigure(
        { bench, case: `${caseName}, peak memory`, unit: 'MiB' },
        [peakOf(mine)],
        [peakOf(rounds)],
      );
      results.push({ figure: { ...peaks, rounds: mine.length }, mark: 1 });
    }
    return results;
  });
}

function alone(bench: string, name: string, contest: Contest, rounds: readonly Round[]): Result[] {
  const times = makeFigure({ bench, case: name, unit: 's' }, rounds.map(secondsOf), null);
  const peaks = makeFigure({ bench, case: `${name}, peak memory`, unit: 'MiB' }, [peakOf(rounds)], null);
  return [times, ...(contest.memory ? [{ ...peaks, rounds: rounds.length }] : [])].map((figure) => ({
    figure,
    mark: null,
  }));
}

const secondsOf = (round: Round): number => round.seconds;
const peakOf = (rounds: readonly Round[]): number => Math.max(...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20;

/** Where both sides compute the same, to the last rounding, their numbers must agree: else the times say nothing. */
function checkAgreement(contest: Contest, [ours, ...others]: Competitor[]): void {
  const { agreement, work } = contest;
  if (agreement === undefined || ('dropout' in work && work.dropout > 0)) return;
  const mine = ours!.rounds[0]!.check!;
  for (const { rival, rounds } of others) {
    const theirs = rounds[0]!.check!;
    if (rival!.variant.precision !== 'bf16' && !(Math.abs(mine / theirs - 1) <= agreement)) {
      throw sidesDisagree(rivalCase(contest.case, rival!.name), mine, theirs);
    }
  }
}

function sidesDisagree(name: string, ours: number, theirs: number): AppError {
  return new AppError(
    'sides-disagree',
    `${name}: ours computed ${ours}, PyTorch ${theirs}, so the times cannot be compared.`,
    'One of the two does other work than the case says: look at scripts/bench/ours and scripts/bench/peer.',
  );
}
