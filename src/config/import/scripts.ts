// The training scripts of Hugging Face and optimum-graphcore: which task each is for, and what it takes where an argument is
// not given and an experiment file has another default.
// Source: huggingface/optimum-graphcore examples/*/run_*.py (v0.2.3 to v0.7.1), optimum/graphcore/training_args.py.

import type { Experiment } from '../fields.ts';

type Task = Experiment['task'];

export interface Script {
  /** Where it lies in optimum-graphcore. */
  readonly path: string;
  readonly names: RegExp;
  /** What holds without the argument, where an experiment file would take something else. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** TrainingArguments of all scripts. */
const common = { do_train: false, do_eval: false, logging_steps: 500 };
/** Without `--max_seq_length` these take the longest that the model can read; BERT reads 512 tokens. */
const wholeModel = { max_seq_length: 512 };

export const scripts: Readonly<Record<Task, Script>> = {
  'question-answering': {
    path: 'examples/question-answering/run_qa.py',
    names: /^run_(qa|squad)[\w-]*$/,
    defaults: { ...common, pad_to_max_length: true },
  },
  'sequence-classification': {
    path: 'examples/text-classification/run_glue.py',
    names: /^run_(glue|(text_)?classification)[\w-]*$/,
    defaults: { ...common, pad_to_max_length: true, max_seq_length: 128 },
  },
  'token-classification': {
    path: 'examples/token-classification/run_ner.py',
    names: /^run_(ner|token_classification)[\w-]*$/,
    defaults: { ...common, ...wholeModel, pad_to_max_length: true },
  },
  'multiple-choice': {
    path: 'examples/multiple-choice/run_swag.py',
    names: /^run_(swag|multiple_choice)[\w-]*$/,
    defaults: { ...common, ...wholeModel, pad_to_max_length: true },
  },
  pretraining: {
    path: 'examples/language-modeling/run_pretraining.py',
    names: /^run_(pretraining|mlm)[\w-]*$/,
    defaults: { ...common, ...wholeModel },
  },
};

/** The file's name without folders and ending. */
export function scriptName(path: string): string {
  return path.replace(/^.*[\\/]/, '').replace(/\.py$/i, '');
}

/** The task of a script, by its file name; undefined if it is none that is known. */
export function taskOfScript(path: string): Task | undefined {
  const name = scriptName(path);
  return (Object.keys(scripts) as Task[]).find((task) => scripts[task].names.test(name));
}

/** Arguments that only the scripts of these tasks have. */
const onlyForTasks: ReadonlyMap<string, readonly Task[]> = new Map<string, readonly Task[]>([
  ...['doc_stride', 'n_best_size', 'max_answer_length', 'version_2_with_negative', 'null_score_diff_threshold'].map(
    (name) => [name, ['question-answering']] as const,
  ),
  ['mlm_probability', ['pretraining']],
]);

/** Whether the script of the task has the argument, among those with a field of their own. */
export function isArgumentOf(task: Task, name: string): boolean {
  return onlyForTasks.get(name)?.includes(task) ?? true;
}
