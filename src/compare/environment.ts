// What a run was made with, as far as it may explain a difference between two runs: from environment.json, the experiment and the log.

import { createHash } from 'node:crypto';
import type { Experiment } from '../config/fields.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import { readRecordedEnvironment, textOf, valuesOf, type Values } from './recorded-environment.ts';

/** Facts by their names, in the order in which they are shown; undefined is not recorded. */
export type EnvironmentFacts = Readonly<Record<string, string | undefined>>;

/** Reads the facts of a run. What was not recorded or cannot be read is undefined. */
export async function readEnvironmentFacts(run: RunDetail, experiment: Experiment | null): Promise<EnvironmentFacts> {
  const recorded = await readRecordedEnvironment(run.folder);
  const [versions, system, cpu] = ['versions', 'system', 'cpu'].map((name) => valuesOf(recorded[name])) as [
    Values,
    Values,
    Values,
  ];
  const names = [textOf(system['platform']), textOf(system['arch'])].filter((name) => name !== undefined);
  return {
    ...gitFacts(recorded['git']),
    'IPU Workbench': textOf(versions['workbench']),
    'ONNX Runtime': textOf(versions['onnxruntime']),
    'Node.js': textOf(versions['node']),
    'Execution provider': providerOf(run, experiment),
    System: names.length === 0 ? undefined : names.join(' '),
    Processor: textOf(cpu['model']),
    Machine: textOf(system['host']),
  };
}

function gitFacts(git: unknown): EnvironmentFacts {
  // Outside a repository, or git could not tell.
  if (git === null) return { 'Git commit': 'none recorded', 'Uncommitted changes': 'none recorded' };
  const { commit, dirty, diff } = valuesOf(git);
  // Two diffs are told apart by their digest; what they say is in environment.json.
  const digest = createHash('sha256')
    .update(textOf(diff) ?? '')
    .digest('hex')
    .slice(0, 8);
  return {
    'Git commit': textOf(commit)?.slice(0, 12),
    'Uncommitted changes': dirty === true ? `yes (${digest})` : dirty === false ? 'none' : undefined,
  };
}

/** Where the experiment left the choice to the engine, its log says what it took. */
function providerOf({ log }: Pick<RunDetail, 'log'>, experiment: Experiment | null): string | undefined {
  const asked = experiment?.training.execution_provider;
  if (asked !== 'auto') return asked;
  const taken = log.map(({ message }) => /^Execution provider: (\w+),/.exec(message)?.[1]).findLast((name) => name);
  return taken === undefined ? 'auto' : `${taken} (auto)`;
}
