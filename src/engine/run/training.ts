// The training of a run: its weight updates in order, with log entries and checkpoints, from the beginning or from a checkpoint. A
// resumed training computes the same numbers: whatever is random depends on the seed and the place in the run, and on nothing before.

import type { Experiment } from '../../config/fields.ts';
import { countUpdates, planUpdate } from '../data/plan-update.ts';
import type { Device } from '../exec/device.ts';
import { learningRate, warmupSteps, type Schedule } from '../optim/schedule.ts';
import { Mt19937, randomPermutation } from '../random/mt19937.ts';
import type { Batch, Task } from '../tasks/task.ts';
import { Trainer, type TrainerOptions, type UpdateResult } from '../train/trainer.ts';
import { loadTensors, saveRunCheckpoint, type ResumePoint } from './checkpoints.ts';
import { nothingToTrainOn } from './errors.ts';
import { HostWatch } from './host-watch.ts';
import { modelledDevices } from './modelled-devices.ts';
import type { RunModel, RunVocabulary } from './model.ts';
import { checkCauses, readCauses, type Causes } from './provenance.ts';
import type { Recorder } from './recorder.ts';
import { UpdateLog } from './update-log.ts';

/** What a run trains with. */
export interface TrainingParts {
  readonly experiment: Experiment;
  readonly recorder: Recorder;
  readonly vocabulary: RunVocabulary;
  readonly task: Task;
  /** The weights are updated in place. */
  readonly model: RunModel;
  readonly device: Device;
  /** Where to go on; null: from the beginning. */
  readonly resume: ResumePoint | null;
}

/** Trains to the end, and gives the figures of it; or until asked to stop, and gives null. */
export async function train(parts: TrainingParts): Promise<Readonly<Record<string, number>> | null> {
  const causes = await readCauses(parts.experiment);
  if (parts.resume !== null) checkCauses(causes, parts.resume.manifest, parts.experiment.data.train_file!);
  const trainer = await createTrainer(parts);
  const training = new Training(parts, trainer, causes);
  if (parts.resume !== null) await training.goOnFrom(parts.resume);
  const finished = await training.run();
  await trainer.release();
  return finished ? training.figures() : null;
}

class Training {
  readonly #parts: TrainingParts;
  readonly #trainer: Trainer;
  readonly #causes: Causes;
  readonly #items: readonly unknown[];
  readonly #perUpdate: number;
  readonly #updates: { readonly perEpoch: number; readonly total: number };
  /** Items of an epoch: all, or those that fill their micro-batches. */
  readonly #perEpoch: number;
  readonly #schedule: Schedule;
  readonly #log: UpdateLog;
  readonly #host = new HostWatch();
  #step = 0;
  #order: { readonly epoch: number; readonly items: Int32Array } | undefined;
  #warnedOfGradients = false;
  #skippedInARow = 0;

  constructor(parts: TrainingParts, trainer: Trainer, causes: Causes) {
    const { experiment, task } = parts;
    const { training, ipu_config: ipu } = experiment;
    this.#parts = parts;
    this.#trainer = trainer;
    this.#causes = causes;
    this.#items = task.train!.items;
    const microBatch = training.per_device_train_batch_size * ipu.replication_factor;
    this.#perUpdate = microBatch * training.gradient_accumulation_steps;
    this.#perEpoch = this.#items.length - (training.dataloader_drop_last ? this.#items.length % microBatch : 0);
    if (this.#perEpoch === 0) throw nothingToTrainOn(experiment.data.train_file!, this.#items.length, microBatch);
    this.#updates = countUpdates(this.#perEpoch, this.#perUpdate, {
      epochs: training.num_train_epochs,
      maxSteps: training.max_steps,
    });
    this.#schedule = {
      type: training.lr_scheduler_type,
      peak: training.learning_rate,
      warmupSteps: warmupSteps(training.warmup_steps, training.warmup_ratio, this.#updates.total),
      totalSteps: this.#updates.total,
    };
    this.#log = new UpdateLog(training.logging_steps);
  }

  /** Takes over what a checkpoint holds. */
  async goOnFrom(point: ResumePoint): Promise<void> {
    const { recorder, model } = this.#parts;
    const { step, appliedUpdates, lossScale, log } = point.state;
    const tensors = await loadTensors(point, model.parameters);
    await this.#trainer.restore({ tensors, appliedUpdates, lossScale });
    this.#log.restore(log);
    this.#step = step;
    recorder.log(`Resumed at weight update ${step} of ${this.#updates.total} from ${point.path}.`);
    // The process may have died between saving it and saying so.
    recorder.write({ kind: 'checkpoint', step, path: point.path });
    recorder.progress('train', step, this.#updates.total);
  }

  /** All weight updates that are left; false if somebody asked to stop. */
  async run(): Promise<boolean> {
    const { recorder, experiment } = this.#parts;
    const { total } = this.#updates;
    this.#host.begin();
    while (this.#step < total) {
      await this.#update();
      const stopped = recorder.stopRequested;
      const host = stopped || this.#step === total ? this.#host.last(this.#step) : this.#host.sample(this.#step);
      if (host !== null) recorder.write(host);
      recorder.progress('train', this.#step, total);
      recorder.beat();
      if (stopped) recorder.write({ kind: 'state', state: 'stopping' });
      if (stopped || this.#step === total || this.#step % experiment.training.save_steps === 0) await this.#save();
      if (stopped) return false;
    }
    return true;
  }

  /** What Hugging Face's train_results.json says. */
  figures(): Readonly<Record<string, number>> {
    const runtime = this.#log.runtimeMs / 1000;
    return {
      train_loss: this.#log.meanLoss,
      train_runtime: runtime,
      train_samples: this.#items.length,
      train_samples_per_second: this.#log.sequences / runtime,
      train_steps_per_second: this.#updates.total / runtime,
      epoch: this.#epochAt(this.#updates.total),
    };
  }

  /** Passes over the data after so many updates: transformers counts the micro-batches of an epoch, the last of which may be short. */
  #epochAt(step: number): number {
    const { perEpoch } = this.#updates;
    const { gradient_accumulation_steps: accumulation } = this.#parts.experiment.training;
    const microBatches = Math.ceil((this.#perEpoch * accumulation) / this.#perUpdate);
    const epoch = Math.floor((step - 1) / perEpoch);
    return epoch + Math.min((step - epoch * perEpoch) * accumulation, microBatches) / microBatches;
  }

  async #update(): Promise<void> {
    const epoch = Math.floor(this.#step / this.#updates.perEpoch);
    const members = this.#host.waitFor(() => this.#members(epoch, this.#step % this.#updates.perEpoch));
    // Skipped updates do not count, as in transformers.
    const rate = learningRate(this.#schedule, this.#trainer.appliedUpdates + 1);
    this.#step += 1;
    const microBatches = this.#host.waitFor(() => this.#microBatches(members, epoch));
    const result = await this.#trainer.update(microBatches, this.#step, rate);
    this.#watchGradients(result);
    const metrics = this.#log.add(this.#step, {
      ...result,
      learningRate: rate,
      epoch: this.#epochAt(this.#step),
      sequences: members.length,
    });
    if (metrics === null) return;
    const { recorder, experiment, model, task } = this.#parts;
    recorder.write({ kind: 'metrics', step: this.#step, values: metrics });
    const lengths = members.map((item) => task.lengthOf(item));
    const devices = modelledDevices(experiment, model.config, lengths);
    recorder.write({ kind: 'ipu', step: this.#step, source: 'model', devices });
  }

  /** The items of weight update number `place`, from 0, of an epoch. */
  #members(epoch: number, place: number): unknown[] {
    if (this.#order?.epoch !== epoch) {
      const random = new Mt19937(this.#parts.experiment.training.seed + epoch);
      const items = randomPermutation(this.#items.length, random).subarray(0, this.#perEpoch);
      this.#order = { epoch, items };
    }
    const indices = this.#order.items.subarray(place * this.#perUpdate, (place + 1) * this.#perUpdate);
    return Array.from(indices, (index) => this.#items[index]);
  }

  /** The micro-batches of a weight update, to be made one by one. */
  #microBatches(members: readonly unknown[], epoch: number): (() => Batch)[] {
    const { experiment, task } = this.#parts;
    const microBatches = planUpdate(members, {
      microBatchSize: experiment.training.per_device_train_batch_size,
      maxLength: experiment.data.max_seq_length,
      padToMaxLength: experiment.data.pad_to_max_length,
      lengthOf: (item) => task.lengthOf(item),
      labelsOf: (item) => task.labelsOf(item),
    });
    return microBatches.map(
      (microBatch) => () => this.#host.waitFor(() => task.trainingBatch({ ...microBatch, epoch })),
    );
  }

  /** Says when gradients are not finite: transformers goes on with NaN in silence, but who trains wants to know. */
  #watchGradients({ gradNorm, skipped }: UpdateResult): void {
    const { recorder } = this.#parts;
    this.#skippedInARow = skipped ? this.#skippedInARow + 1 : 0;
    if (skipped) {
      // The 1st, 2nd, 4th, 8th, … in a row: a model that is broken for good must not flood the journal.
      if (Number.isInteger(Math.log2(this.#skippedInARow))) {
        recorder.log(
          `Weight update ${this.#step} is skipped, because its gradients are not finite; the loss scale is now ${this.#trainer.lossScale}.`,
          this.#skippedInARow === 1 ? 'info' : 'warning',
        );
      }
    } else if (!Number.isFinite(gradNorm) && !this.#warnedOfGradients) {
      this.#warnedOfGradients = true;
      recorder.log(
        `The gradients of weight update ${this.#step} are not finite, which breaks the model. Lower learning_rate or loss_scaling, or set auto_loss_scaling, which skips such updates.`,
        'warning',
      );
    }
  }

  async #save(): Promise<void> {
    const { recorder, experiment, task, model, vocabulary, device } = this.#parts;
    recorder.progress('save', 0, 1);
    const { tensors, appliedUpdates, lossScale } = await this.#trainer.readState();
    const path = await saveRunCheckpoint(recorder.folder, {
      training: experiment.training,
      config: model.config,
      architecture: task.head.architecture,
      taskConfig: task.head.configEntries,
      specs: task.head.parameters(model.config),
      parameters: model.parameters,
      vocabularyText: vocabulary.text,
      doLowerCase: experiment.model.do_lower_case,
      tensors,
      state: {
        step: this.#step,
        epoch: this.#epochAt(this.#step),
        totalSteps: this.#updates.total,
        appliedUpdates,
        lossScale,
        log: this.#log.state,
      },
      provenance: {
        runId: recorder.runId,
        step: this.#step,
        provider: device.provider,
        ...this.#causes,
      },
    });
    recorder.write({ kind: 'checkpoint', step: this.#step, path });
  }
}

function createTrainer({ experiment, task, model, device }: TrainingParts): Promise<Trainer> {
  const { training, ipu_config: ipu } = experiment;
  const options: TrainerOptions = {
    optimizer: training.lamb_no_bias_correction ? 'lamb_no_bias_correction' : training.lamb ? 'lamb' : 'adamw',
    beta1: training.adam_beta1,
    beta2: training.adam_beta2,
    epsilon: training.adam_epsilon,
    weightDecay: training.weight_decay,
    maxGradNorm: training.max_grad_norm,
    lossScaling: { scale: training.loss_scaling, automatic: training.auto_loss_scaling },
    seed: training.seed,
    recomputeLayers: ipu.recompute_checkpoint_every_layer,
  };
  return Trainer.create(model.config, task.head, model.parameters, options, device);
}
