// Entries that change nothing as the file stands: fields of another task, of a pass that is switched off, and those that another field
// goes before. A hint, not a fault: the file runs the same with and without them.

import type { Experiment } from '../fields.ts';
import type { FieldNode, FieldNodes } from './field-nodes.ts';

/** An entry that nothing reads, and why. */
export interface Unused {
  readonly entry: FieldNode;
  readonly reason: string;
}

interface Rule {
  readonly fields: readonly string[];
  /** Why none of them is read; undefined if they are. `isSet` asks for what this file itself says. */
  readonly reason: (experiment: Experiment, isSet: (path: string) => boolean) => string | undefined;
}

const taskNames = (task: Experiment['task']): string => task.replaceAll('-', ' ');

const rules: readonly Rule[] = [
  {
    fields: [
      'doc_stride',
      'version_2_with_negative',
      'n_best_size',
      'max_answer_length',
      'null_score_diff_threshold',
    ].map((name) => `data.${name}`),
    reason: ({ task }) =>
      task === 'question-answering'
        ? undefined
        : `only question answering reads it, and \`task\` is ${taskNames(task)}`,
  },
  {
    fields: ['data.mlm_probability', 'data.max_predictions_per_seq'],
    reason: ({ task }) =>
      task === 'pretraining' ? undefined : `only pre-training reads it, and \`task\` is ${taskNames(task)}`,
  },
  {
    fields: ['data.null_score_diff_threshold'],
    reason: ({ data }) => (data.version_2_with_negative ? undefined : '`version_2_with_negative` is off'),
  },
  {
    fields: ['training.warmup_ratio'],
    reason: ({ training }) =>
      training.warmup_steps > 0 ? `\`warmup_steps\` ${training.warmup_steps} goes before it` : undefined,
  },
  {
    fields: ['training.num_train_epochs'],
    reason: ({ training }) =>
      training.max_steps > 0 ? `\`max_steps\` ${training.max_steps} goes before it` : undefined,
  },
  {
    fields: ['ipu_config.gradient_accumulation_steps'],
    reason: (_, isSet) =>
      isSet('training.gradient_accumulation_steps')
        ? '`gradient_accumulation_steps` in the section `training` goes before it'
        : undefined,
  },
  {
    fields: ['ipu_config.pod_type'],
    reason: ({ ipu_config: ipu }, isSet) =>
      ipu.n_ipu !== null && isSet('ipu_config.n_ipu') ? '`n_ipu` goes before it' : undefined,
  },
  {
    fields: ['model.model_revision'],
    reason: ({ model }) => (model.model_name_or_path === null ? '`model_name_or_path` names no model' : undefined),
  },
  {
    fields: ['data.train_file', 'data.max_train_samples'],
    reason: ({ training }) =>
      training.do_train || training.eval_on_train ? undefined : '`do_train` and `eval_on_train` are off',
  },
  {
    fields: ['data.max_eval_samples'],
    reason: ({ training }) => (training.do_eval ? undefined : '`do_eval` is off'),
  },
];

/** The entries of the text that change nothing, each with the first reason; `faulty` says whose value is not known. */
export function findUnused(
  nodes: FieldNodes,
  experiment: Experiment,
  isFaulty: (entry: FieldNode) => boolean,
): Unused[] {
  const found = new Map<string, Unused>();
  const isSet = (path: string): boolean => {
    const entry = nodes.get(path);
    return entry !== undefined && entry.value.type !== 'null' && !isFaulty(entry);
  };
  for (const { fields, reason } of rules) {
    const why = reason(experiment, isSet);
    if (why === undefined) continue;
    for (const path of fields) {
      const entry = nodes.get(path);
      if (entry && isSet(path) && !found.has(path)) found.set(path, { entry, reason: why });
    }
  }
  return [...found.values()];
}
