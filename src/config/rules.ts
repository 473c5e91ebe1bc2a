// Rules across fields: each is true of an experiment as a whole and names the field where the user can mend it.
// One list; a rule is left out when one of the fields it needs is itself at fault. No files are looked at (see load.ts). What
// IPUs require is in src/engine/ipu/rules.ts.

import { checkConfiguration } from '../engine/ipu/rules.ts';
import type { Experiment } from './fields.ts';
import { checkExtraArguments } from './extra-rule.ts';
import { planInputOf } from './plan-input.ts';
import { checkSweep } from './sweep-rule.ts';
import { checkVersion } from './version-rules.ts';
import type { Fault } from './problem.ts';

/** A field by its place in the file, such as `training.do_eval`. */
export type FieldPath = string;

/** A broken rule: what is wrong, how bad, and the fields where it can be mended, best first. */
export interface Finding extends Fault {
  readonly severity: 'error' | 'warning';
  readonly at: readonly FieldPath[];
}

/** What a rule may look at: all fields with defaults filled in, and which of them the file itself sets. */
export interface RuleInput {
  readonly experiment: Experiment;
  readonly isSet: (path: FieldPath) => boolean;
  /** The model's geometry is known: random weights, or a model folder whose config.json has been read. */
  readonly geometryKnown: boolean;
}

interface Rule {
  readonly needs: readonly FieldPath[];
  readonly check: (input: RuleInput) => Finding | undefined;
}

const rules: readonly Rule[] = [
  {
    needs: ['training.do_train', 'training.do_eval'],
    check: ({ experiment: { training } }) =>
      training.do_train || training.do_eval
        ? undefined
        : error(
            'nothing-to-do',
            '`do_train` and `do_eval` are both off, so there is nothing to do.',
            'Set at least one of them to true.',
            ['training.do_train', 'training.do_eval'],
          ),
  },
  {
    needs: ['task', 'training.do_train', 'training.eval_on_train', 'data.train_file', 'data.dataset_name'],
    check: ({ experiment }) => {
      const { training, data } = experiment;
      if (data.train_file !== null) return undefined;
      if (training.do_train) return fileNotNamed('train_file', 'do_train', experiment);
      return training.eval_on_train ? fileNotNamed('train_file', 'eval_on_train', experiment) : undefined;
    },
  },
  {
    needs: ['task', 'training.do_eval', 'data.validation_file', 'data.dataset_name'],
    check: ({ experiment }) =>
      experiment.training.do_eval && experiment.data.validation_file === null
        ? fileNotNamed('validation_file', 'do_eval', experiment)
        : undefined,
  },
  {
    needs: ['model.model_name_or_path', 'model.vocab_file'],
    check: ({ experiment: { model } }) =>
      model.model_name_or_path === null && model.vocab_file === null
        ? error(
            'vocab-file-not-named',
            'There is no vocabulary: neither `vocab_file` nor `model_name_or_path` is given.',
            'Name a WordPiece vocabulary, one token a line: "vocab_file": "vocab.txt".',
            ['model.vocab_file', 'model'],
          )
        : undefined,
  },
  {
    needs: ['task', 'data.max_seq_length', 'data.doc_stride'],
    check: ({ experiment: { task, data } }) =>
      task !== 'question-answering' || data.doc_stride < data.max_seq_length
        ? undefined
        : error(
            'stride-not-below-length',
            `\`doc_stride\` is ${data.doc_stride}: windows of \`max_seq_length\` ${data.max_seq_length} tokens cannot overlap by that much.`,
            `Write less than ${data.max_seq_length}; a third of it is usual.`,
            ['data.doc_stride', 'data.max_seq_length'],
          ),
  },
  {
    needs: ['training.lr_scheduler_type', 'training.warmup_ratio', 'training.warmup_steps'],
    check: ({ experiment: { training } }) => {
      const field = training.warmup_steps > 0 ? 'warmup_steps' : 'warmup_ratio';
      if (training.lr_scheduler_type !== 'constant' || training[field] === 0) return undefined;
      return {
        severity: 'warning',
        code: 'constant-has-no-warmup',
        message: `\`${field}\` is ${training[field]}, but \`lr_scheduler_type\` "constant" has no warm-up.`,
        hint: 'Write "constant_with_warmup" to have one, or leave the field out.',
        at: ['training.lr_scheduler_type', `training.${field}`],
      };
    },
  },
];

/** The rules an experiment breaks; rules that need a field in `faulty` are left out. */
export function checkRules(input: RuleInput, faulty: ReadonlySet<FieldPath> = new Set()): Finding[] {
  const found = rules
    .filter((rule) => !rule.needs.some((path) => faulty.has(path)))
    .map((rule) => rule.check(input))
    .filter((finding) => finding !== undefined);
  const sweep = [...faulty].some((path) => path.startsWith('sweep.')) ? [] : checkSweep(input.experiment, input.isSet);
  const extra = faulty.has('extra_args') ? [] : checkExtraArguments(input);
  return [...found, ...checkLayout(input, faulty), ...checkVersion(input), ...extra, ...sweep];
}

/** What the embedded engine cannot run either; every other fault of a layout is one for IPUs alone. */
const stopsEverywhere: ReadonlySet<string> = new Set([
  'heads-do-not-divide-width',
  'sequence-longer-than-positions',
  'layers-entry-wrong',
  'layers-list-length-wrong',
  'layers-sum-wrong',
  'pipeline-too-long',
  'matmul-list-length-wrong',
]);

// The rules of plans, so that file and plan say the same. Nothing is said of what a file need not know yet: the model's
// geometry, the vocabulary, the data.
function checkLayout({ experiment, geometryKnown }: RuleInput, faulty: ReadonlySet<FieldPath>): Finding[] {
  const isUnknown = (path: string): boolean =>
    faulty.has(path) ||
    (path === 'model.vocab_size' && experiment.model.vocab_size === null) ||
    (!geometryKnown && path.startsWith('model.'));
  return checkConfiguration(planInputOf(experiment))
    .filter(({ severity, needs }) => severity !== 'info' && !needs.some(isUnknown))
    .map(({ severity, code, message, hint, fields }) => {
      const isOfEvaluation = fields[0]?.startsWith('ipu_config.inference_') === true;
      if (severity === 'error' && stopsEverywhere.has(code) && !isOfEvaluation)
        return error(code, message, hint, fields);
      const runs = severity === 'error' ? ' The embedded engine runs it all the same.' : '';
      return { severity: 'warning', code, message: message + runs, hint, at: fields };
    });
}

function error(code: string, message: string, hint: string, at: readonly FieldPath[]): Finding {
  return { severity: 'error', code, message, hint, at };
}

const dataFiles = { train_file: 'Training', validation_file: 'Evaluation' };

/** For each task, what a data file holds, and files that are called so often. */
const exampleFiles = {
  'question-answering': {
    content: 'questions in SQuAD JSON',
    folder: 'squad',
    files: ['train-v1.1.json', 'dev-v1.1.json'],
  },
  'sequence-classification': { content: 'texts with labels', folder: 'glue', files: ['train.tsv', 'dev.tsv'] },
  'token-classification': { content: 'sentences with tags', folder: 'conll2003', files: ['train.txt', 'valid.txt'] },
  'multiple-choice': { content: 'beginnings and endings', folder: 'swag', files: ['train.csv', 'val.csv'] },
  pretraining: { content: 'text, one sentence a line', folder: 'corpus', files: ['train.txt', 'dev.txt'] },
} as const satisfies Record<Experiment['task'], object>;

function fileNotNamed(field: keyof typeof dataFiles, reason: string, { task, data }: Experiment): Finding {
  const { content, folder, files } = exampleFiles[task];
  const write = `write "${field}": "${folder}/${files[field === 'train_file' ? 0 : 1]}"`;
  if (data.dataset_name === null) {
    const message = `\`${reason}\` is on, but no \`${field}\` is given.`;
    const hint = `${dataFiles[field]} ${content}: put the file beside the experiment, in the folder ${folder}, and ${write}.`;
    return error('data-file-not-named', message, hint, [`data.${field}`, 'data', `training.${reason}`]);
  }
  const message = `\`dataset_name\` ${JSON.stringify(data.dataset_name)} names a dataset on the Hugging Face Hub, which the embedded engine does not download, and \`${field}\` is not given.`;
  const hint = `Put the dataset’s file beside the experiment, in the folder ${folder}, and ${write}.`;
  return error('data-file-not-named', message, hint, [`data.${field}`, 'data.dataset_name']);
}
