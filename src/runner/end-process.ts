// Ends a process and its process group, and waits until it is gone. The identity is looked at again before each signal.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ProcessIdentity } from '../shared/messages/runs.ts';
import { systemCode } from '../system/errors.ts';
import { isSameProcess, readProcessIdentity } from '../system/process-identity.ts';
import { processSurvived } from './errors.ts';

const pollMs = 50;
/** A killed process may take a while to give its memory back. */
const killWaitMs = 10_000;

/**
 * Ends the process: SIGTERM, and after `graceMs` SIGKILL. False if it was not this process any more, so that nothing was
 * sent. Rejects with an AppError if it survives.
 */
export async function endProcess(wanted: ProcessIdentity, runId: string, graceMs: number): Promise<boolean> {
  if (!(await isThere(wanted))) return false;
  await signalGroup(wanted.pid, 'SIGTERM');
  if (await waitUntilGone(wanted, graceMs)) return true;
  await signalGroup(wanted.pid, 'SIGKILL');
  if (await waitUntilGone(wanted, killWaitMs)) return true;
  throw processSurvived(runId, wanted.pid);
}

async function isThere(wanted: ProcessIdentity): Promise<boolean> {
  const found = await readProcessIdentity(wanted.pid);
  return found !== null && isSameProcess(wanted, found);
}

async function waitUntilGone(wanted: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isThere(wanted)) {
    if (performance.now() >= deadline) return false;
    await delay(pollMs);
  }
  return true;
}

/** Signals the process and its whole group, if it leads one. */
export async function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (process.platform === 'win32') return endTreeOnWindows(pid, signal);
  // A run is started as the leader of its group; one that was started by hand may not be, and then has no group of its number.
  if (!sendSignal(-pid, signal)) sendSignal(pid, signal);
}

/** Windows has no SIGTERM; the request in the run folder is the graceful way there. */
async function endTreeOnWindows(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (signal === 'SIGTERM') return;
  const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32/taskkill.exe');
  await promisify(execFile)(taskkill, ['/PID', String(pid), '/T', '/F'], { windowsHide: true }).catch(() => undefined);
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
    throw error;
  }
}
