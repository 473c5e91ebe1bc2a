// How long the extension takes to activate in the real VS Code, and what it reads before its first view is there: `npm run bench -- activate`.
// Each round reloads the window, which starts a new extension host.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEditor, type Editor } from '../../test/e2e/editor.ts';
import { until } from '../../test/e2e/run-state.ts';
import { median } from './figure.ts';

/** What the hook notes. */
interface Noted {
  readonly pid: number;
  readonly atMs: number;
  readonly kind: 'loaded' | 'activated' | 'read' | 'process' | 'thread';
  readonly ms?: number;
  /** Processor time of the thread. */
  readonly cpuMs?: number;
  readonly call?: string;
  readonly what?: string;
}

/** One activation. */
export interface ActivationRound {
  readonly loadMs: number;
  readonly activateMs: number;
  readonly cpuMs: number;
  /** Files read by our code in the extension host before the first view was there. */
  readonly readsBefore: readonly string[];
  /** Processes and threads started before that. */
  readonly startedBefore: readonly string[];
}

const markMs = 50;
const withinMs = 60_000;

/** Runs the benchmark and writes its figures. */
export async function benchActivation(rounds: number, write: (text: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-activation-'));
  const logFile = join(folder, 'log');
  const hook = join(import.meta.dirname, 'activation-hook.cjs');
  const environment = { NODE_OPTIONS: `--require "${hook}"`, IPU_ACTIVATION_LOG: logFile };
  const editor = await openEditor({ environment });
  try {
    const seen: ActivationRound[] = [];
    for (let round = 0; round <= rounds; round++) {
      const measured = await measureRound(editor, logFile, round);
      // The first one starts with cold caches everywhere.
      if (round > 0) seen.push(measured);
    }
    report(seen, await askRunningExtensions(editor), write);
  } finally {
    await editor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureRound({ workbench }: Editor, logFile: string, round: number): Promise<ActivationRound> {
  if (round > 0) await workbench.reload();
  // The status bar item is the first view; what comes later has its own time.
  const shownMs = await workbench.status.waitFor().then(() => Date.now());
  const noted = await until('the activation to be noted', withinMs, async () => {
    const all = await readNoted(logFile);
    const pids = [...new Set(all.map(({ pid }) => pid))];
    const last = all.filter(({ pid }) => pid === pids[round]);
    return last.some(({ kind }) => kind === 'activated') ? last : undefined;
  });
  const before = noted.filter(({ atMs }) => atMs < shownMs);
  const timeOf = (wanted: Noted['kind']): number => noted.find(({ kind }) => kind === wanted)?.ms ?? Number.NaN;
  const whats = (...kinds: readonly Noted['kind'][]) =>
    before.filter(({ kind }) => kinds.includes(kind)).map(({ call, what }) => `${call} ${what}`);
  return {
    loadMs: timeOf('loaded'),
    activateMs: timeOf('activated'),
    cpuMs: noted.reduce((sum, { cpuMs = 0 }) => sum + cpuMs, 0),
    readsBefore: whats('read'),
    startedBefore: whats('process', 'thread'),
  };
}

async function readNoted(logFile: string): Promise<readonly Noted[]> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Noted);
}

/** What VS Code itself says of our activation, in milliseconds. */
async function askRunningExtensions({ workbench }: Editor): Promise<number> {
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .extension', { hasText: 'IPU Workbench' });
  await row.waitFor();
  const [, text = 'NaN'] = /(\d+)\s*ms/.exec(await row.innerText()) ?? [];
  return Number(text);
}

function report(rounds: readonly ActivationRound[], vscodeMs: number, write: (text: string) => void): void {
  const totals = rounds.map(({ loadMs, activateMs }) => loadMs + activateMs);
  const of = (values: readonly number[]): string =>
    `${median(values).toFixed(1)} ms (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`;
  const verdict = median(totals) < markMs ? 'passed' : 'NOT REACHED';
  write(`activate: loading and activate(): ${of(totals)}, medians of ${rounds.length}, mark ${markMs} ms: ${verdict}`);
  write(
    `  processor time of both: ${of(rounds.map(({ cpuMs }) => cpuMs))}; load of the machine ${loadavg()[0]!.toFixed(1)}`,
  );
  write(`  loading the bundle: ${of(rounds.map(({ loadMs }) => loadMs))}`);
  write(`  activate(): ${of(rounds.map(({ activateMs }) => activateMs))}`);
  write(`  as VS Code shows it, of the last: ${vscodeMs} ms`);
  const reads = [...new Set(rounds.flatMap(({ readsBefore }) => readsBefore))];
  const none = reads.length === 0;
  write(
    `activate: files read in the extension host before the first view, mark 0: ${none ? '0, passed' : `${reads.length}, NOT REACHED`}`,
  );
  for (const read of reads) write(`  ${read}`);
  for (const started of new Set(rounds.flatMap(({ startedBefore }) => startedBefore)))
    write(`  started before it: ${started}`);
}

if (import.meta.main) await benchActivation(Number(process.argv[2] ?? 7), (text) => console.log(text));
