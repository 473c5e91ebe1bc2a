// Whether the engine starts, and on what it can compute. It is asked in a process of its own, as a run is: a driver may take it along.

import { askProgram } from './ask-program.ts';
import type { Check, Finding, Surroundings } from './check.ts';

/** What `engine providers` prints. */
export interface ProviderSurvey {
  readonly onnxRuntime: string;
  readonly providers: readonly {
    readonly name: string;
    /** Why it does not work; absent if it does. */
    readonly reason?: string;
  }[];
}

const titles = { engine: 'Training engine', providers: 'What it computes on' } as const;

/** Starts the engine and asks it. */
export async function examineEngine(from: Surroundings): Promise<readonly Check[]> {
  const { node, engineScript, env, signal, engineTimeoutMs: timeoutMs } = from;
  const answer = await askProgram({
    program: node,
    args: [engineScript, 'providers'],
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs,
    signal,
  });
  const survey = 'text' in answer ? parseSurvey(answer.text) : null;
  if (survey === null) {
    const reason = 'failure' in answer ? answer.failure : 'gave an answer that cannot be read';
    return [{ id: 'engine', title: titles.engine, ...engineBroken(engineScript, reason) }];
  }
  const finding = `It starts, with ONNX Runtime ${survey.onnxRuntime}. It needs no Python, IPU or account.`;
  return [
    { id: 'engine', title: titles.engine, state: 'ok', finding, remedy: '' },
    { id: 'providers', title: titles.providers, ...judgeProviders(survey) },
  ];
}

/** Which providers work; the CPU has to. */
export function judgeProviders({ providers }: ProviderSurvey): Finding {
  const works = providers.filter(({ reason }) => reason === undefined).map(({ name }) => name);
  const failures = providers.flatMap(({ name, reason }) =>
    reason === undefined ? [] : [`${name} does not: ${reason}`],
  );
  const working = works.length === 0 ? 'None works' : `${works.join(', ')} ${works.length === 1 ? 'works' : 'work'}`;
  const finding = [working, ...failures].map((part) => part.replace(/\.?$/, '.')).join(' ');
  if (!works.includes('cpu')) {
    const remedy = 'Install the build of IPU Workbench for this operating system and processor.';
    return { state: 'error', finding, remedy };
  }
  const remedy =
    failures.length === 0
      ? ''
      : 'The processor is enough, and the default. A GPU needs a driver of its own; choose it by `execution_provider`.';
  return { state: 'ok', finding, remedy };
}

function engineBroken(script: string, reason: string): Finding {
  return {
    state: 'error',
    finding: `The engine (${script}) ${reason}.`,
    remedy:
      'Without it nothing can be trained here: install the build of IPU Workbench for this operating system and processor.',
  };
}

function parseSurvey(text: string): ProviderSurvey | null {
  try {
    // Providers' own warnings may come before; the answer is the last line.
    const answer = JSON.parse(text.split('\n').at(-1) ?? '') as unknown;
    return isSurvey(answer) ? answer : null;
  } catch {
    return null;
  }
}

function isSurvey(answer: unknown): answer is ProviderSurvey {
  if (typeof answer !== 'object' || answer === null) return false;
  const { onnxRuntime, providers } = answer as Partial<Record<keyof ProviderSurvey, unknown>>;
  return typeof onnxRuntime === 'string' && Array.isArray(providers) && providers.every(isProvider);
}

function isProvider(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') return false;
  return !('reason' in value) || typeof value.reason === 'string';
}
