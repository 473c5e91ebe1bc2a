// Measures our engine, alone or against PyTorch (`--peer`): npm run bench -- NAME… [--peer] [--json]. Without a name it lists the benchmarks.
// What has nothing to do with PyTorch is a report of its own (bench/reports.ts).

import { AppError } from '../src/shared/errors.ts';
import { runContest, type ContestOptions } from './bench/contest.ts';
import { listBenches, type Bench, type Contest } from './bench/contests.ts';
import { findData } from './bench/data.ts';
import { describeFigure, figureLine } from './bench/figure.ts';
import { describeLoad, describeMachine } from './bench/machine.ts';
import { noCaseFits, parseOptions, rivalCase, selectContests, usage, type BenchOptions } from './bench/options.ts';
import { profileContest } from './bench/profile.ts';
import { findReferencePython } from './bench/reference.ts';
import { reports, runReport } from './bench/reports.ts';

/** One contest that was asked for. */
interface Chosen {
  readonly bench: string;
  readonly contest: Contest;
}

async function main(args: readonly string[]): Promise<void> {
  const [first = '', ...rest] = args;
  const report = Object.hasOwn(reports, first) ? reports[first] : undefined;
  if (report) {
    process.exitCode = runReport(report, rest);
    return;
  }
  const names = listBenches().map(({ name }) => name);
  const options = parseOptions(args, names);
  const benches = listBenches(options.features);
  if (options.names.length === 0) return list(benches);
  const chosen = benches
    .filter(({ name }) => options.names.includes(name))
    .flatMap((bench) => selectContests(bench, options.cases).map((contest) => ({ bench: bench.name, contest })));
  if (chosen.length === 0) throw noCaseFits(options.cases);
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const data = findData(process.env['IPUW_SQUAD']);
  const python = options.peer ? findReferencePython(process.env['IPUW_REFERENCE_PYTHON']) : null;
  note(describeMachine(new Date()));
  const { rounds, folder } = options;
  await (options.profile ? profile : measure)(chosen, { rounds, data, folder, python, note }, options);
}

async function measure(chosen: readonly Chosen[], settings: ContestOptions, { json }: BenchOptions): Promise<void> {
  for (const { bench, contest } of chosen) {
    settings.note(`${bench}: ${contest.case} (load ${describeLoad()})`);
    for (const { figure, mark } of await runContest(bench, contest, settings)) {
      console.log(json ? figureLine(figure) : describeFigure(figure, mark));
    }
  }
}

async function profile(chosen: readonly Chosen[], settings: ContestOptions): Promise<void> {
  for (const { bench, contest } of chosen) {
    console.log(`${bench}: ${contest.case}`);
    for (const line of await profileContest(contest, settings)) console.log(`  ${line}`);
  }
}

function list(benches: readonly Bench[]): void {
  console.log(usage);
  for (const { name, summary, contests } of benches) {
    console.log(`\n${name}: ${summary}`);
    for (const contest of contests) {
      for (const { name: rival, mark } of contest.rivals) {
        console.log(`  ${rivalCase(contest.case, rival)}${mark === null ? '' : ` (mark ${mark})`}`);
      }
    }
  }
  console.log('\nWithout a peer, one at a time:');
  for (const [name, { summary }] of Object.entries(reports)) console.log(`  ${name}: ${summary}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n  → ${error.hint}\n`);
  process.exitCode = 1;
}
