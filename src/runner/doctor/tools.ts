// Programs of others: the Poplar SDK and Graphcore's tools, Slurm, git. Which are asked, and what their answers mean.

import { askTool, describeTool, firstLine, type ToolAnswer } from './ask-tool.ts';
import type { Finding, Surroundings } from './check.ts';

const embeddedNeedsNone = 'Not needed to plan, or to train with the embedded engine.';
const enableSdk =
  'Download the Poplar SDK from Graphcore, run `source <sdk>/poplar-*/enable.sh` (and popart’s), then start VS Code from that terminal.';

/** The Poplar SDK: its compiler, and whether its environment is set. */
export async function examinePoplar(from: Surroundings): Promise<readonly Finding[]> {
  return [judgePoplar(from.env['POPLAR_SDK_ENABLED'], await askTool('popc', ['--version'], from))];
}

/** `sdk` is the folder in POPLAR_SDK_ENABLED, which the SDK's enable script sets. */
export function judgePoplar(sdk: string | undefined, popc: ToolAnswer): Finding {
  const isEnabled = sdk !== undefined && sdk !== '';
  if (!isEnabled && popc.kind === 'absent') {
    const remedy = `${embeddedNeedsNone} Training on IPUs needs it: ${enableSdk}`;
    return { state: 'not-needed', finding: 'There is none: popc is not on the PATH.', remedy };
  }
  const compiler = describeTool('popc', popc);
  if (!isEnabled) {
    return { state: 'warning', finding: `${compiler} POPLAR_SDK_ENABLED is not set.`, remedy: enableSdk };
  }
  const finding = `Enabled: ${sdk}. ${compiler}`;
  if (popc.kind === 'answered' || popc.kind === 'unasked') return { state: 'ok', finding, remedy: '' };
  return { state: 'error', finding, remedy: `The SDK is enabled, and its compiler does not work. ${enableSdk}` };
}

/** Graphcore's command-line tools; `gc-inventory` counts the IPUs. */
export async function examineIpuTools(from: Surroundings): Promise<readonly Finding[]> {
  const questions = [
    ['gc-inventory', ['-j'], countDevices],
    ['gc-monitor', ['version'], firstLine],
    ['vipu', ['--version'], firstLine],
  ] as const;
  return [
    judgeTools(await askAll(questions, from), {
      none: 'gc-inventory, gc-monitor and vipu are not on the PATH, so no IPU can be seen from here.',
      forWhom: `${embeddedNeedsNone} On a machine with IPUs they come with the Poplar SDK and V-IPU.`,
      incomplete:
        'Enable the Poplar SDK, whose folder has gc-inventory and gc-monitor; vipu comes with the V-IPU software.',
    }),
  ];
}

/** Slurm's commands. */
export async function examineSlurm(from: Surroundings): Promise<readonly Finding[]> {
  const questions = ['sbatch', 'srun', 'sinfo'].map((name) => [name, ['--version'], firstLine] as const);
  return [
    judgeTools(await askAll(questions, from), {
      none: 'sbatch, srun and sinfo are not on the PATH.',
      forWhom: 'Needed only where a cluster hands out its machines by Slurm; then work on one of its login nodes.',
      incomplete: 'Load the Slurm module of your cluster, or ask its administrators.',
    }),
  ];
}

/** git, by which a run notes what code it began from. */
export async function examineGit(from: Surroundings): Promise<readonly Finding[]> {
  const git = await askTool('git', ['--version'], from);
  const finding = describeTool('git', git);
  const remedy =
    'Runs work without it. With it each notes the commit and the changes that it began from: https://git-scm.com/downloads';
  if (git.kind === 'absent') return [{ state: 'missing', finding, remedy }];
  return [git.kind === 'broken' ? { state: 'warning', finding, remedy } : { state: 'ok', finding, remedy: '' }];
}

type Asked = readonly [name: string, answer: ToolAnswer, version: (text: string) => string];

async function askAll(
  questions: readonly (readonly [string, readonly string[], (text: string) => string])[],
  from: Surroundings,
): Promise<readonly Asked[]> {
  return Promise.all(
    questions.map(async ([name, args, version]) => [name, await askTool(name, args, from), version] as const),
  );
}

interface Words {
  readonly none: string;
  readonly forWhom: string;
  readonly incomplete: string;
}

/** A family of tools: none is needed, some of them without the others is half an installation. */
function judgeTools(asked: readonly Asked[], { none, forWhom, incomplete }: Words): Finding {
  if (asked.every(([, { kind }]) => kind === 'absent')) return { state: 'not-needed', finding: none, remedy: forWhom };
  const finding = asked.map(([name, answer, version]) => describeTool(name, answer, version)).join(' ');
  if (asked.some(([, { kind }]) => kind === 'broken')) return { state: 'warning', finding, remedy: incomplete };
  if (asked.some(([, { kind }]) => kind === 'absent')) return { state: 'missing', finding, remedy: incomplete };
  return { state: 'ok', finding, remedy: '' };
}

/** `gc-inventory -j` lists devices; one may be a group of IPUs, so they are called what they are. */
function countDevices(text: string): string {
  try {
    const inventory = JSON.parse(text) as unknown;
    if (typeof inventory !== 'object' || inventory === null || !('devices' in inventory)) return '';
    const { devices } = inventory;
    return Array.isArray(devices) ? `${devices.length} devices seen by gc-inventory` : '';
  } catch {
    return 'gc-inventory gives no inventory';
  }
}
