// Threads for jobs. They sleep while the graph runs, so that both never want the processor at once.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { runJob, sizeOfJob, type Job } from './job.ts';

/** Work below this many elements is done at once, by the caller's thread: it takes less than waking another. */
const inlineElements = 1 << 18;

/** An array of zeros that threads share. */
export function sharedArray(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

export class Pool {
  readonly #size: number;
  #workers: Worker[] = [];

  /** @param size number of threads; they start with the first work that is large enough */
  constructor(size = availableParallelism()) {
    this.#size = size;
  }

  /** Does all jobs, in any order; gives their results in the jobs' order. */
  async run(jobs: readonly Job[]): Promise<number[]> {
    const total = jobs.reduce((sum, job) => sum + sizeOfJob(job), 0);
    if (this.#size < 2 || total < inlineElements) return jobs.map(runJob);
    if (this.#workers.length === 0) this.#workers = Array.from({ length: this.#size }, startWorker);
    const shares = shareOut(jobs, this.#workers.length);
    const answers = await Promise.all(
      shares.map((share, i) =>
        ask(
          this.#workers[i]!,
          share.map((index) => jobs[index]!),
        ),
      ),
    );
    const results = new Array<number>(jobs.length);
    for (const [i, share] of shares.entries())
      for (const [j, index] of share.entries()) results[index] = answers[i]![j]!;
    return results;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function startWorker(): Worker {
  // Beside this file in the sources, beside the engine in the package.
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './engine-worker.js';
  const worker = new Worker(new URL(file, import.meta.url));
  worker.unref();
  return worker;
}

/** Indices of jobs for each thread: the largest first, always to the one with the least to do. */
function shareOut(jobs: readonly Job[], threads: number): number[][] {
  const shares = Array.from({ length: threads }, () => ({ indices: [] as number[], elements: 0 }));
  const order = jobs.map((job, index) => ({ index, size: sizeOfJob(job) })).sort((a, b) => b.size - a.size);
  for (const { index, size } of order) {
    const least = shares.reduce((best, share) => (share.elements < best.elements ? share : best));
    least.indices.push(index);
    least.elements += size;
  }
  return shares.map(({ indices }) => indices);
}

function ask(worker: Worker, jobs: readonly Job[]): Promise<number[]> {
  if (jobs.length === 0) return Promise.resolve([]);
  worker.ref();
  return new Promise<number[]>((resolve, reject) => {
    const settle = (then: () => void): void => {
      worker.unref();
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    const onMessage = (results: number[]): void => settle(() => resolve(results));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void => settle(() => reject(new Error(`a worker thread ended with code ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(jobs);
  });
}
