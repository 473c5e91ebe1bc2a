// Which process a pid means. A pid alone is reused by the system; together with the start time, the boot and the host it is
// not. Zombies count as gone: they still answer signals, but nothing runs any more.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProcessIdentity } from '../shared/messages/runs.ts';
import { systemCode } from './errors.ts';

const run = promisify(execFile);

/** The process that has this pid now; null if there is none, or only a zombie. Parts that the system does not tell are empty. */
export async function readProcessIdentity(pid: number): Promise<ProcessIdentity | null> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const processStart = await readProcessStart(pid);
  if (processStart === null) return null;
  return { pid, bootId: await readBootId(), processStart, host: hostname() };
}

/** Whether both surely are one and the same process; an unknown start time is no proof. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  if (a.processStart === '' || b.processStart === '') return false;
  return a.pid === b.pid && a.processStart === b.processStart && a.bootId === b.bootId && a.host === b.host;
}

/** State letter and start time in a Linux `/proc/<pid>/stat` line; the command name in it may hold spaces and brackets. */
export function parseProcStat(stat: string): { readonly state: string; readonly processStart: string } | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, processStart] = [fields[0], fields[22 - 3]];
  if (!stat.includes(')') || state === undefined || processStart === undefined) return null;
  return { state, processStart };
}

/** State letter and start time in the output of `ps -o state=,lstart=`. */
export function parsePs(output: string): { readonly state: string; readonly processStart: string } | null {
  const match = /^(\S+)\s+(.*\S)\s*$/.exec(output.trim());
  return match ? { state: match[1]!, processStart: match[2]! } : null;
}

async function readProcessStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return readLinuxStart(pid);
  if (!isAlive(pid)) return null;
  return process.platform === 'win32' ? readWindowsStart(pid) : readPsStart(pid);
}

async function readLinuxStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch((error: unknown) => {
    if (['ENOENT', 'ESRCH'].includes(systemCode(error))) return null;
    // Anything else (too many open files, …) does not say that the process is gone.
    throw error;
  });
  return stat === null ? null : startUnlessDead(parseProcStat(stat));
}

async function readPsStart(pid: number): Promise<string | null> {
  // A fixed locale and time zone, so that the text is the same whoever asks.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const output = await run('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { env }).catch(() => null);
  if (output !== null) return startUnlessDead(parsePs(output.stdout));
  return isAlive(pid) ? '' : null;
}

async function readWindowsStart(pid: number): Promise<string | null> {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  // By its full path: Windows would otherwise look in the current folder first.
  const powershell = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32/WindowsPowerShell/v1.0/powershell.exe');
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  const output = await run(powershell, args, { windowsHide: true }).catch(() => null);
  if (output !== null) return output.stdout.trim();
  return isAlive(pid) ? '' : null;
}

/** Null for a zombie (Z) or a process that is just being taken down (X). */
function startUnlessDead(found: { readonly state: string; readonly processStart: string } | null): string | null {
  if (found === null) return '';
  return /^[ZXx]/.test(found.state) ? null : found.processStart;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

let bootId: Promise<string> | undefined;

/** Identifier of this boot of the machine, or an empty string. */
export function readBootId(): Promise<string> {
  bootId ??= findBootId();
  return bootId;
}

async function findBootId(): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return text.trim();
  }
  if (process.platform !== 'darwin') return '';
  const output = await run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']).catch(() => null);
  return output?.stdout.trim() ?? '';
}
