// A thread that does jobs: takes a list, answers with their results. Started by pool.ts.

import { parentPort } from 'node:worker_threads';
import { runJob, type Job } from './job.ts';

parentPort!.on('message', (jobs: readonly Job[]) => parentPort!.postMessage(jobs.map(runJob)));
