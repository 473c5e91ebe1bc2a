// Our side of the benchmarks: does one kind of work again and again, on request. The protocol is described in ../work.ts.

import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import * as runtime from 'onnxruntime-node';
import type { Request, Round } from '../work.ts';
import type { PreparedWork } from './prepared.ts';
import { profileSessions } from './profile-sessions.ts';

/** Loads only what the work needs: peak memory is one of the figures. */
async function prepare(request: Request): Promise<PreparedWork> {
  switch (request.kind) {
    case 'features':
      return (await import('./features.ts')).featuresWork(request);
    case 'step':
      return (await import('./step.ts')).stepWork(request);
    case 'train':
      return (await import('./train.ts')).trainWork(request);
    case 'evaluate':
      return (await import('./evaluation.ts')).evaluationWork(request);
    case 'optimizer':
      return (await import('./optimizer.ts')).optimizerWork(request);
    case 'checkpoint':
      return (await import('./checkpoint.ts')).checkpointWork(request);
    default:
      throw new Error(`unknown work ${String(request satisfies never)}`);
  }
}

async function timed({ run }: PreparedWork): Promise<Round> {
  const startMs = performance.now();
  const check = await run();
  const seconds = (performance.now() - startMs) / 1000;
  return { seconds, check, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

const answer = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
let work: PreparedWork | undefined;
let endProfiles = (): void => undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (work === undefined) {
    const request = JSON.parse(line) as Request;
    if (request.threads !== availableParallelism())
      throw new Error(`the engine uses all cores, not ${request.threads}`);
    if (request.profilePrefix !== undefined) endProfiles = profileSessions(request.profilePrefix);
    work = await prepare(request);
    answer({ versions: `Node ${process.versions.node}, onnxruntime-node ${runtime.env.versions.node ?? 'unknown'}` });
  } else {
    answer(await timed(work));
  }
}
endProfiles();
await work?.close();
