// One run from a resolved experiment to its results, readable from top to bottom. What it learns of itself goes to the recorder.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import type { EndState } from '../../shared/run-state.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { availableMemoryBytes } from '../../system/available-memory.ts';
import { renderMetrics } from '../eval/result-files.ts';
import { openDevice } from '../exec/open-device.ts';
import { openTask } from '../tasks/open.ts';
import type { Dataset, Evaluation } from '../tasks/task.ts';
import { writeCard } from './card.ts';
import { findResumePoint } from './checkpoints.ts';
import { openFastest, requireProvider, typicalStep } from './choose-device.ts';
import { evaluate, evaluationFiles, prefixed } from './evaluation.ts';
import { DownloadStopped, fetchModel } from './fetch-model.ts';
import { checkMemory } from './memory.ts';
import { prepareModel, readModelConfig, readVocabulary } from './model.ts';
import type { Recorder } from './recorder.ts';
import { train, type TrainingParts } from './training.ts';

export interface RunOptions {
  /** This program, to try out execution providers in a process of their own. */
  readonly engineScript: string;
  /** Go on from the newest checkpoint of the run folder; without one, from the beginning. */
  readonly resume: boolean;
}

/** Trains and evaluates as the experiment says; gives how it ended. Throws AppErrors for what the user can mend. */
export async function trainRun(experiment: Experiment, recorder: Recorder, options: RunOptions): Promise<EndState> {
  recorder.progress('prepare', 0, 1);
  const parts = await prepare(experiment, recorder, options).catch((error: unknown) => {
    if (error instanceof DownloadStopped) return null;
    throw error;
  });
  if (parts === null) return 'stopped';
  recorder.progress('prepare', 1, 1);
  const state = await new Run(parts).execute();
  await parts.device.release();
  return state;
}

async function prepare(experiment: Experiment, recorder: Recorder, options: RunOptions): Promise<TrainingParts> {
  const { engineScript } = options;
  const resume = options.resume
    ? await findResumePoint(recorder.folder, (note) => recorder.log(note, 'warning'))
    : null;
  if (options.resume && resume === null) recorder.log('There is no checkpoint to go on from: the run begins anew.');
  // Where numbers were computed so far, the rest of them is computed as well.
  const provider = resume?.manifest.provider ?? experiment.training.execution_provider;
  if (provider !== 'auto') await requireProvider(engineScript, provider);
  const start = resume === null ? await fetchModel(experiment, recorder) : startingFrom(resume.folder, experiment);
  const vocabulary = await readVocabulary(start);
  const task = await openTask(start, vocabulary.vocabulary);
  const config = await readModelConfig(start, vocabulary);
  // `auto` measures on the processor too.
  if (provider === 'cpu' || provider === 'auto') {
    checkMemory(experiment, task, config, availableMemoryBytes(), (note) => recorder.log(note));
  }
  const model = await prepareModel(start, vocabulary, task.head, config);
  const device =
    provider === 'auto'
      ? await openFastest(engineScript, typicalStep(experiment, task, model.config), (note) => recorder.log(note))
      : await openDevice(provider);
  return { experiment, recorder, vocabulary, task, model, device, resume };
}

/** The experiment with a checkpoint's weights and vocabulary. */
function startingFrom(folder: string, experiment: Experiment): Experiment {
  return { ...experiment, model: { ...experiment.model, model_name_or_path: folder, vocab_file: null } };
}

class Run {
  readonly #parts: TrainingParts;
  readonly #results: Record<string, number> = {};

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  async execute(): Promise<EndState> {
    const { experiment, recorder, task, model } = this.#parts;
    const { data, training } = experiment;
    this.#log(model.notes);
    this.#describe(data.train_file, task.train);
    this.#describe(data.validation_file, task.evaluation);
    recorder.write({ kind: 'state', state: 'running' });
    if (training.do_train && !(await this.#train())) return 'stopped';
    if (task.evaluation !== null) await this.#evaluate('eval_', task.evaluation);
    if (training.eval_on_train) await this.#evaluate('train_', task.train!);
    await this.#writeResults({ 'all_results.json': renderMetrics(this.#results) });
    await writeCard(recorder, experiment, this.#results);
    return 'completed';
  }

  #describe(path: string | null, dataset: Dataset<unknown> | null): void {
    if (dataset === null) return;
    this.#log(dataset.notes, 'warning');
    this.#log([`${path}: ${dataset.summary}.`]);
  }

  /** False if somebody asked to stop. */
  async #train(): Promise<boolean> {
    const figures = await train(this.#parts);
    if (figures === null) return false;
    await this.#record(figures);
    await this.#writeResults({ 'train_results.json': renderMetrics(this.#results) });
    return true;
  }

  async #evaluate(prefix: 'eval_' | 'train_', dataset: Dataset<unknown>): Promise<void> {
    const { experiment, recorder, task, model, device } = this.#parts;
    const evaluation = await evaluate(task, dataset, {
      ...model,
      device,
      batchSize: experiment.training.per_device_eval_batch_size,
      onProgress: (done, total) => {
        recorder.progress('evaluate', done, total);
        recorder.beat();
      },
    });
    await this.#record(prefixed(prefix, scoresOf(evaluation, prefix)));
    if (prefix === 'eval_') await this.#writeResults(evaluationFiles(evaluation));
  }

  async #record(values: Readonly<Record<string, number>>): Promise<void> {
    Object.assign(this.#results, values);
    this.#parts.recorder.write({ kind: 'result', values });
  }

  async #writeResults(files: Readonly<Record<string, string>>): Promise<void> {
    const folder = join(this.#parts.recorder.folder, runFiles.results);
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFileAtomic(join(folder, name), content);
  }

  #log(messages: readonly string[], level: 'info' | 'warning' = 'info'): void {
    for (const message of messages) this.#parts.recorder.log(message, level);
  }
}

/** The training data's loss, run time and speed are those of training, not of their evaluation. */
function scoresOf({ figures }: Evaluation, prefix: string): Record<string, number> {
  const dropped = prefix === 'train_' ? ['loss', 'samples', 'runtime', 'samples_per_second'] : [];
  return Object.fromEntries(Object.entries(figures).filter(([name]) => !dropped.includes(name)));
}
