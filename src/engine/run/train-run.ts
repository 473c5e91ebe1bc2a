// One training run from a resolved experiment to its results, readable from top to bottom. What it learns of itself goes to the recorder.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import type { EndState } from '../../shared/run-state.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { writeFileAtomic } from '../../system/atomic-file.ts';
import { pruneCheckpoints, saveCheckpoint } from '../checkpoint/save.ts';
import { countUpdates, planUpdate } from '../data/plan-update.ts';
import { renderMetrics } from '../eval/result-files.ts';
import type { Device } from '../exec/device.ts';
import { openDevice } from '../exec/open-device.ts';
import { expandLayersPerIpu } from '../ipu/layers.ts';
import { ipuUtilisation } from '../ipu/pipeline.ts';
import { learningRate, warmupSteps, type Schedule } from '../optim/schedule.ts';
import { Mt19937, randomPermutation } from '../random/mt19937.ts';
import { openTask } from '../tasks/open.ts';
import type { Batch, Dataset, Evaluation, Task } from '../tasks/task.ts';
import { Trainer } from '../train/trainer.ts';
import { openFastest, requireProvider, typicalStep } from './choose-device.ts';
import { nothingToTrainOn } from './errors.ts';
import { evaluate, evaluationFiles, prefixed } from './evaluation.ts';
import { prepareModel, readVocabulary, type RunModel, type RunVocabulary } from './model.ts';
import type { Recorder } from './recorder.ts';

/** Trains and evaluates as the experiment says; gives how it ended. Throws AppErrors for what the user can mend. */
export async function trainRun(experiment: Experiment, recorder: Recorder, engineScript: string): Promise<EndState> {
  recorder.progress('prepare', 0, 1);
  const { execution_provider: wanted } = experiment.training;
  if (wanted !== 'auto') await requireProvider(engineScript, wanted);
  const vocabulary = await readVocabulary(experiment);
  const task = await openTask(experiment, vocabulary.vocabulary);
  const model = await prepareModel(experiment, vocabulary, task.head);
  const device =
    wanted === 'auto'
      ? await openFastest(engineScript, typicalStep(experiment, task, model.config), (note) => recorder.log(note))
      : await openDevice(wanted);
  recorder.progress('prepare', 1, 1);
  const state = await new TrainRun(experiment, recorder, vocabulary, task, model, device).execute();
  await device.release();
  return state;
}

class TrainRun {
  readonly #experiment: Experiment;
  readonly #recorder: Recorder;
  readonly #vocabulary: RunVocabulary;
  readonly #task: Task;
  readonly #model: RunModel;
  readonly #device: Device;
  readonly #results: Record<string, number> = {};

  constructor(
    experiment: Experiment,
    recorder: Recorder,
    vocabulary: RunVocabulary,
    task: Task,
    model: RunModel,
    device: Device,
  ) {
    this.#experiment = experiment;
    this.#recorder = recorder;
    this.#vocabulary = vocabulary;
    this.#task = task;
    this.#model = model;
    this.#device = device;
  }

  async execute(): Promise<EndState> {
    const { data, training } = this.#experiment;
    const { train, evaluation } = this.#task;
    this.#log(this.#model.notes);
    this.#describe(data.train_file, train);
    this.#describe(data.validation_file, evaluation);
    this.#recorder.write({ kind: 'state', state: 'running' });
    if (training.do_train && (await this.#train(train!)) === 'stopped') return 'stopped';
    if (evaluation !== null) await this.#evaluate('eval_', evaluation);
    if (training.eval_on_train) await this.#evaluate('train_', train!);
    await this.#writeResults({ 'all_results.json': renderMetrics(this.#results) });
    return 'completed';
  }

  #describe(path: string | null, dataset: Dataset<unknown> | null): void {
    if (dataset === null) return;
    this.#log(dataset.notes, 'warning');
    this.#log([`${path}: ${dataset.summary}.`]);
  }

  /** All weight updates, with logging and checkpoints. */
  async #train({ items }: Dataset<unknown>): Promise<'done' | 'stopped'> {
    if (items.length === 0) throw nothingToTrainOn(this.#experiment.data.train_file!);
    const { training } = this.#experiment;
    const perUpdate = this.#sequencesPerUpdate();
    const updates = countUpdates(items.length, perUpdate, {
      epochs: training.num_train_epochs,
      maxSteps: training.max_steps,
    });
    const schedule: Schedule = {
      type: training.lr_scheduler_type,
      peak: training.learning_rate,
      warmupSteps: warmupSteps(training.warmup_steps, training.warmup_ratio, updates.total),
      totalSteps: updates.total,
    };
    const trainer = await this.#createTrainer();
    const log = new UpdateLog(this.#recorder, training.logging_steps);
    const startMs = performance.now();
    let order: Int32Array = new Int32Array();
    let stopped = false;
    for (let step = 1; step <= updates.total && !stopped; step++) {
      const place = (step - 1) % updates.perEpoch;
      if (place === 0)
        order = randomPermutation(items.length, new Mt19937(training.seed + (step - 1) / updates.perEpoch));
      const members = [...order.subarray(place * perUpdate, (place + 1) * perUpdate)].map((index) => items[index]!);
      const rate = learningRate(schedule, step);
      const result = await trainer.update(this.#plan(members, Math.floor((step - 1) / updates.perEpoch)), step, rate);
      const logged = log.update(step, {
        ...result,
        learningRate: rate,
        epoch: step / updates.perEpoch,
        sequences: members.length,
      });
      if (logged) this.#recordIpus(step, members);
      this.#recorder.progress('train', step, updates.total);
      this.#recorder.beat();
      stopped = this.#recorder.stopRequested;
      if (stopped) this.#recorder.write({ kind: 'state', state: 'stopping' });
      if (stopped || step === updates.total || step % training.save_steps === 0) {
        await trainer.readWeights();
        await this.#save(step);
      }
    }
    await trainer.release();
    if (stopped) return 'stopped';
    const runtime = (performance.now() - startMs) / 1000;
    await this.#record({
      train_loss: log.meanLoss,
      train_runtime: runtime,
      train_samples: items.length,
      train_samples_per_second: log.sequences / runtime,
      train_steps_per_second: updates.total / runtime,
      epoch: updates.total / updates.perEpoch,
    });
    await this.#writeResults({ 'train_results.json': renderMetrics(this.#results) });
    return 'done';
  }

  #sequencesPerUpdate(): number {
    const { training, ipu_config: ipu } = this.#experiment;
    return training.per_device_train_batch_size * training.gradient_accumulation_steps * ipu.replication_factor;
  }

  /** The micro-batches of a weight update, to be made one by one. */
  #plan(members: readonly unknown[], epoch: number): (() => Batch)[] {
    const { training, data } = this.#experiment;
    const task = this.#task;
    const microBatches = planUpdate(members, {
      microBatchSize: training.per_device_train_batch_size,
      maxLength: data.max_seq_length,
      padToMaxLength: data.pad_to_max_length,
      lengthOf: (item) => task.lengthOf(item),
      labelsOf: (item) => task.labelsOf(item),
    });
    return microBatches.map((microBatch) => () => task.trainingBatch({ ...microBatch, epoch }));
  }

  #createTrainer(): Promise<Trainer> {
    const { training } = this.#experiment;
    const options = {
      beta1: training.adam_beta1,
      beta2: training.adam_beta2,
      epsilon: training.adam_epsilon,
      weightDecay: training.weight_decay,
      maxGradNorm: training.max_grad_norm,
      seed: training.seed,
    };
    return Trainer.create(this.#model.config, this.#task.head, this.#model.parameters, options, this.#device);
  }

  /** What the pipeline of every replica would do with these sequences: modelled, and marked so. */
  #recordIpus(step: number, members: readonly unknown[]): void {
    const { training, ipu_config: ipu, data } = this.#experiment;
    const layersPerIpu = expandLayersPerIpu(
      ipu.layers_per_ipu,
      ipu.ipus_per_replica,
      this.#model.config.num_hidden_layers,
    );
    const meanLength = members.reduce<number>((sum, item) => sum + this.#task.lengthOf(item), 0) / members.length;
    const utilisation = ipuUtilisation({
      model: this.#model.config,
      layersPerIpu,
      gradientAccumulationSteps: training.gradient_accumulation_steps,
      microBatchSize: training.per_device_train_batch_size,
      sequenceLength: data.pad_to_max_length ? data.max_seq_length : meanLength,
      recomputeCheckpointEveryLayer: ipu.recompute_checkpoint_every_layer,
    });
    const devices = Array.from({ length: ipu.replication_factor * layersPerIpu.length }, (_, index) => ({
      index,
      utilisation: utilisation[index % layersPerIpu.length]!,
    }));
    this.#recorder.write({ kind: 'ipu', step, source: 'model', devices });
  }

  async #save(step: number): Promise<void> {
    this.#recorder.progress('save', 0, 1);
    const folder = join(this.#recorder.folder, runFiles.checkpoints);
    await saveCheckpoint(folder, step, {
      config: this.#model.config,
      architecture: this.#task.head.architecture,
      taskConfig: this.#task.head.configEntries,
      specs: this.#task.head.parameters(this.#model.config),
      parameters: this.#model.parameters,
      vocabularyText: this.#vocabulary.text,
      doLowerCase: this.#experiment.model.do_lower_case,
    });
    const limit = this.#experiment.training.save_total_limit;
    if (limit !== null) await pruneCheckpoints(folder, limit);
    this.#recorder.write({ kind: 'checkpoint', step, path: `${runFiles.checkpoints}/checkpoint-${step}` });
  }

  async #evaluate(prefix: 'eval_' | 'train_', dataset: Dataset<unknown>): Promise<void> {
    const evaluation = await evaluate(this.#task, dataset, {
      ...this.#model,
      device: this.#device,
      batchSize: this.#experiment.training.per_device_eval_batch_size,
      onProgress: (done, total) => {
        this.#recorder.progress('evaluate', done, total);
        this.#recorder.beat();
      },
    });
    await this.#record(prefixed(prefix, scoresOf(evaluation, prefix)));
    if (prefix === 'eval_') await this.#writeResults(evaluationFiles(evaluation));
  }

  async #record(values: Readonly<Record<string, number>>): Promise<void> {
    Object.assign(this.#results, values);
    this.#recorder.write({ kind: 'result', values });
  }

  async #writeResults(files: Readonly<Record<string, string>>): Promise<void> {
    const folder = join(this.#recorder.folder, runFiles.results);
    await mkdir(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFileAtomic(join(folder, name), content);
  }

  #log(messages: readonly string[], level: 'info' | 'warning' = 'info'): void {
    for (const message of messages) this.#recorder.log(message, level);
  }
}

/** The training questions' run time and speed are those of training, not of their evaluation. */
function scoresOf({ figures }: Evaluation, prefix: string): Record<string, number> {
  const dropped = prefix === 'train_' ? ['samples', 'runtime', 'samples_per_second'] : [];
  return Object.fromEntries(Object.entries(figures).filter(([name]) => !dropped.includes(name)));
}

interface LoggedUpdate {
  readonly loss: number;
  readonly gradNorm: number;
  readonly learningRate: number;
  readonly epoch: number;
  readonly sequences: number;
}

/** Averages updates between two log entries, as transformers' Trainer does. */
class UpdateLog {
  readonly #recorder: Recorder;
  readonly #interval: number;
  #losses: number[] = [];
  #windowSequences = 0;
  #windowStartMs = performance.now();
  #lossSum = 0;
  #count = 0;
  sequences = 0;

  constructor(recorder: Recorder, interval: number) {
    this.#recorder = recorder;
    this.#interval = interval;
  }

  get meanLoss(): number {
    return this.#lossSum / Math.max(1, this.#count);
  }

  /** Notes an update; true if it was time to write a log entry. */
  update(step: number, { loss, gradNorm, learningRate: rate, epoch, sequences }: LoggedUpdate): boolean {
    this.#losses.push(loss);
    this.#lossSum += loss;
    this.#count += 1;
    this.sequences += sequences;
    this.#windowSequences += sequences;
    if (step % this.#interval !== 0) return false;
    const now = performance.now();
    const values = {
      loss: this.#losses.reduce((a, b) => a + b, 0) / this.#losses.length,
      learning_rate: rate,
      grad_norm: gradNorm,
      epoch,
      samples_per_second: (1000 * this.#windowSequences) / (now - this.#windowStartMs),
    };
    this.#recorder.write({ kind: 'metrics', step, values });
    this.#losses = [];
    this.#windowSequences = 0;
    this.#windowStartMs = now;
    return true;
  }
}
