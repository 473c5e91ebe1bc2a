// TensorBoard on the same event files in the same browser: how long from asking for its page until its first chart is there.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { freePort } from '../../vscode-server.ts';

export interface TensorBoard {
  readonly version: string;
  /** From the start of the program until it has read the files, in ms. */
  readonly readMs: number;
  /** From asking for the page until its first chart is there, in ms. TensorBoard draws a moment later. */
  open(browser: Browser): Promise<number>;
  close(): Promise<void>;
}

const READ_WITHIN_MS = 300_000;

/** Starts `program` (the \`tensorboard\` of a Python environment) on a folder and waits until it has the tag \`loss\`. */
export async function startTensorBoard(program: string, folder: string): Promise<TensorBoard> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(program, ['--logdir', folder, '--port', String(port), '--host', '127.0.0.1'], {
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  await untilRead(origin, child);
  const readMs = performance.now() - startedAt;
  return {
    version: await versionOf(origin),
    readMs,
    async open(browser) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      const asked = performance.now();
      await page.goto(`${origin}/`, { waitUntil: 'commit' });
      await page.locator('line-chart canvas').first().waitFor({ timeout: 60_000 });
      const ms = performance.now() - asked;
      await page.close();
      return ms;
    },
    async close() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function untilRead(origin: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READ_WITHIN_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`TensorBoard ended with exit code ${child.exitCode}.`);
    const tags = await fetch(`${origin}/data/plugin/timeseries/tags`).then(
      (answer) => (answer.ok ? answer.text() : ''),
      () => '',
    );
    if (tags.includes('loss')) return;
    await wait(50);
  }
  throw new Error('TensorBoard has not read the event files within five minutes.');
}

async function versionOf(origin: string): Promise<string> {
  const answer = (await (await fetch(`${origin}/data/environment`)).json()) as { readonly version?: string };
  return answer.version ?? 'unknown';
}
