// Times what is said of a text at every keystroke, and what is asked for its fixes, on generated files: node scripts/bench/diagnose.ts
// [--files N]. Ends with 1 if a file cannot be diagnosed.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnose } from '../../src/config/language/diagnose.ts';
import { quickFixes } from '../../src/config/language/fixes.ts';
import { examineExperiment } from '../../src/config/load.ts';
import { makeFile, makeLongFile } from '../../test/support/generated-files.ts';
import { createRandom } from '../../test/support/random.ts';
import { describeMachine } from './machine.ts';

const { files: fileCount } = parseArgs({ options: { files: { type: 'string', default: '10000' } } }).values;
const folder = await mkdtemp(join(tmpdir(), 'ipu-bench-'));
const file = join(folder, 'bench.ipu.json');
try {
  // As large as that of BERT.
  await writeFile(join(folder, 'vocab.txt'), Array.from({ length: 30_522 }, (_, index) => `token${index}`).join('\n'));
  console.log(describeMachine(new Date()));
  await reportFiles(Number(fileCount));
  await reportLongFiles(200);
} finally {
  await rm(folder, { recursive: true });
}

/** Milliseconds of processor time: beside other work, the clock on the wall says little. */
function now(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Everything at a keystroke. */
async function timeDiagnosis(text: string): Promise<number> {
  const start = now();
  diagnose(text, await examineExperiment(text, file), { train: 88_524, eval: 10_784 });
  return now() - start;
}

async function timeFixes(text: string): Promise<number> {
  const examine = (changed: string) => examineExperiment(changed, file);
  const samples = { train: 88_524, eval: 10_784 };
  const examined = await examine(text);
  const [first] = diagnose(text, examined, samples);
  if (!first) return 0;
  const start = now();
  await quickFixes({ text, examined, samples, examine }, { offset: first.offset, length: 0 });
  return now() - start;
}

async function reportFiles(count: number): Promise<void> {
  const random = createRandom(7);
  const times = new Map<string, number[]>();
  const fixTimes: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const { kind, text } = makeFile(turn, random);
    const taken = await timeDiagnosis(text).catch((thrown: unknown) => {
      console.error(`Turn ${turn}, ${kind}: ${String(thrown)}\n${text.slice(0, 500)}`);
      process.exitCode = 1;
      return NaN;
    });
    times.set(kind, [...(times.get(kind) ?? []), taken]);
    if (turn % 20 === 0) fixTimes.push(await timeFixes(text));
  }
  for (const [kind, taken] of times) report(kind, taken);
  report('all', [...times.values()].flat());
  report('fixes of the first diagnostic', fixTimes);
}

async function reportLongFiles(count: number): Promise<void> {
  const random = createRandom(8);
  const texts = Array.from({ length: count }, () => makeLongFile(random));
  const taken: number[] = [];
  for (const text of texts) taken.push(await timeDiagnosis(text));
  report('500 lines', taken);
}

function report(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(1);
  console.log(`${what}: ${times.length} files, median ${at(0.5)} ms, 99 % below ${at(0.99)} ms, longest ${at(1)} ms`);
}
