// Measures providers in processes of their own, because a graphics driver that fails may take its process along. The child is the
// engine program, `engine measure`: one measurement comes in as JSON on standard input, one answer goes out as a line of JSON.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { AppError } from '../../shared/errors.ts';
import { executionProviders } from '../../shared/execution-provider.ts';
import { firstSentence } from './errors.ts';
import { measureGraph, type Measurement } from './measure.ts';

/** How long a graph takes, or why it does not run. */
export type ProbeResult = { readonly milliseconds: number } | { readonly reason: string };

const probeTimeoutMs = 300_000;

/** Measures in a child process. Never throws: whatever goes wrong there is the reason. */
export async function probe(engineScript: string, measurement: Measurement): Promise<ProbeResult> {
  const child = spawn(process.execPath, [...process.execArgv, engineScript, 'measure'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: probeTimeoutMs,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it cannot be tried: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(signal === null ? `it ended with code ${code}` : `it ended by ${signal}`),
    );
  });
  child.stdin.on('error', () => undefined); // it ended before it read everything; `ended` says how
  child.stdin.end(JSON.stringify(measurement));
  const [output, , ending] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return parseAnswer(output) ?? { reason: ending };
}

/** The child's part: reads a measurement from `input` and gives the answer line. */
export async function answerProbe(input: NodeJS.ReadableStream): Promise<string> {
  let result: ProbeResult;
  try {
    result = { milliseconds: await measureGraph(parseMeasurement(JSON.parse(await text(input)))) };
  } catch (error) {
    result = { reason: firstSentence(error instanceof AppError ? (error.cause ?? error) : error) };
  }
  return `${JSON.stringify(result)}\n`;
}

function parseAnswer(output: string): ProbeResult | undefined {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    const answer: unknown = JSON.parse(line);
    if (typeof answer !== 'object' || answer === null) return undefined;
    if ('milliseconds' in answer && typeof answer.milliseconds === 'number') {
      return { milliseconds: answer.milliseconds };
    }
    return 'reason' in answer && typeof answer.reason === 'string' ? { reason: answer.reason } : undefined;
  } catch {
    return undefined;
  }
}

/** The graph itself is checked by the verifier when it is compiled. */
function parseMeasurement(json: unknown): Measurement {
  const { provider, graph, bindings } = json as Partial<Measurement>;
  if (!executionProviders.some((known) => known === provider)) throw new Error(`unknown provider ${String(provider)}`);
  if (typeof graph !== 'object' || typeof bindings !== 'object') throw new Error('not a measurement');
  return { provider: provider!, graph, bindings };
}
