// trainer_state.json: transformers' own file, which its TrainerState loads, with what our resume needs in the one place that it leaves
// to others, `stateful_callbacks`. Numbers keep every digit, and NaN and infinities are strings, as in the journal.

import type { Experiment } from '../../config/fields.ts';
import { parseJsonNumber, stringifyWithNumbers } from '../../shared/json-number.ts';
import type { LossScaleState } from '../optim/loss-scale.ts';
import type { LogEntry, UpdateLogState } from './update-log.ts';

/** Where training is, besides its tensors. */
export interface ResumeState {
  readonly step: number;
  readonly epoch: number;
  readonly totalSteps: number;
  readonly appliedUpdates: number;
  readonly lossScale: LossScaleState;
  readonly log: UpdateLogState;
}

const ours = 'IpuWorkbench';

/** The file's text. */
export function renderTrainerState(state: ResumeState, training: Experiment['training']): string {
  const { log, step, epoch, totalSteps, appliedUpdates, lossScale } = state;
  const { entries, ...progress } = log;
  const json = {
    best_global_step: null,
    best_metric: null,
    best_model_checkpoint: null,
    epoch,
    eval_steps: 500,
    global_step: step,
    is_hyper_param_search: false,
    is_local_process_zero: true,
    is_world_process_zero: true,
    log_history: entries,
    logging_steps: training.logging_steps,
    max_steps: totalSteps,
    num_input_tokens_seen: 0,
    num_train_epochs: Math.ceil(training.num_train_epochs),
    save_steps: training.save_steps,
    stateful_callbacks: { [ours]: { args: {}, attributes: { appliedUpdates, lossScale, progress } } },
    total_flos: 0,
    train_batch_size: training.per_device_train_batch_size,
    trial_name: null,
    trial_params: null,
  };
  return stringifyWithNumbers(json, 2) + '\n';
}

/** What the file of a run of ours says; undefined if it is not one. */
export function parseTrainerState(text: string): ResumeState | undefined {
  try {
    const root = JSON.parse(text) as Fields;
    const { appliedUpdates, lossScale, progress } = child(child(child(root, 'stateful_callbacks'), ours), 'attributes');
    const log = progress as Fields;
    const scale = lossScale as Fields;
    return {
      step: number(root, 'global_step'),
      epoch: number(root, 'epoch'),
      totalSteps: number(root, 'max_steps'),
      appliedUpdates: number({ appliedUpdates }, 'appliedUpdates'),
      lossScale: { scale: number(scale, 'scale'), goodUpdates: number(scale, 'goodUpdates') },
      log: {
        entries: list(root['log_history']).map(parseEntry),
        window: list(log['window']).map((loss) => number({ loss }, 'loss')),
        windowSequences: number(log, 'windowSequences'),
        windowMs: number(log, 'windowMs'),
        lossSum: number(log, 'lossSum'),
        updates: number(log, 'updates'),
        sequences: number(log, 'sequences'),
        runtimeMs: number(log, 'runtimeMs'),
      },
    };
  } catch {
    // Whatever is missing or of another type: the file is not ours.
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function parseEntry(value: unknown): LogEntry {
  const entry = value as Fields;
  const names = ['step', 'epoch', 'loss', 'grad_norm', 'learning_rate'] as const;
  return Object.fromEntries(names.map((name) => [name, number(entry, name)])) as unknown as LogEntry;
}

function child(fields: Fields, name: string): Fields {
  return fields[name] as Fields;
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('not a list');
}

function number(fields: Fields, name: string): number {
  const value = parseJsonNumber(fields[name]);
  if (value === undefined) throw new TypeError(`${name} is not a number`);
  return value;
}
