// The long form of the restart tests: one run stopped 10 times, another killed 20 times, each resumed every time. `npm test` has a short one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const child = spawn(process.execPath, ['--test', 'test/engine/run/resume.test.ts'], {
  cwd: join(import.meta.dirname, '..'),
  env: { ...process.env, IPUW_RESTARTS: 'long' },
  stdio: 'inherit',
});
child.once('close', (code) => (process.exitCode = code ?? 1));
