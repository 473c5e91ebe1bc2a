// Checks everything and counts it: types, lint and format first, then the tests, at last the end-to-end tests alone.
//   node scripts/test.ts [--checks] [--unit] [--e2e] [FILE…]     with none of them: everything
// The last line is the sum. Set-up is not its business: `npm test` does that before.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec as SpecReporter } from 'node:test/reporters';

const root = join(import.meta.dirname, '..');
const modules = join(root, 'node_modules');

/** What has been counted so far. */
const counts = { passed: 0, failed: 0, skipped: 0 };
const skips: string[] = [];

const CHECKS: readonly (readonly [title: string, script: string, args: readonly string[]])[] = [
  ['types', 'typescript/bin/tsc', ['-p', '.']],
  ['types of the pages', 'typescript/bin/tsc', ['-p', 'webview']],
  ['lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']],
  ['format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
];

async function check(title: string, script: string, args: readonly string[]): Promise<void> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(modules, script), ...args], { cwd: root, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✔' : '✖'} ${title} (${seconds} s)`);
  counts[code === 0 ? 'passed' : 'failed']++;
}

/** Runs test files, each in a process of its own, so many at a time. */
async function runTests(title: string, files: readonly string[], concurrency: number): Promise<void> {
  console.log(`\n${title}: ${files.length} files`);
  if (files.length === 0) return;
  const stream = run({ files: [...files], concurrency, cwd: root });
  stream.on('test:summary', ({ file, success, counts: sum }) => {
    if (file !== undefined) return; // one comes for each file, too
    const skipped = sum.skipped + sum.todo;
    const failed = sum.tests - sum.passed - skipped;
    counts.passed += sum.passed;
    counts.failed += failed > 0 || success ? failed : 1; // a suite's own hook may fail where all its tests pass
    counts.skipped += skipped;
  });
  stream.on('test:pass', ({ name, skip, todo }) => {
    const reason = skip ?? todo;
    if (reason !== undefined && reason !== false)
      skips.push(`${name}: ${reason === true ? 'no reason given' : reason}`);
  });
  const output = stream.compose(new SpecReporter());
  for await (const text of output) process.stdout.write(text as string);
}

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const all = !args.some((arg) => arg.startsWith('--')) && named.length === 0;
const wants = (part: string): boolean => all || args.includes(part);

const isEndToEnd = (file: string): boolean => file.replaceAll('\\', '/').includes('test/e2e/');
const files = named.length > 0 ? named : globSync('test/**/*.test.ts', { cwd: root }).sort();

if (wants('--checks')) for (const [title, script, rest] of CHECKS) await check(title, script, rest);
if (wants('--unit') || named.length > 0) {
  await runTests(
    'tests',
    files.filter((file) => !isEndToEnd(file)),
    Math.max(1, availableParallelism()),
  );
}
// One at a time: each starts an editor and a browser, and trains.
if (wants('--e2e') || named.length > 0) await runTests('end-to-end tests', files.filter(isEndToEnd), 1);

if (skips.length > 0) console.log(`\nskipped:\n${skips.map((skip) => `  ${skip}`).join('\n')}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
