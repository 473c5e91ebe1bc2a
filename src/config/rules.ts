// Rules across fields: each is true of an experiment as a whole and names the field where the user can mend it.
// One list; a rule is left out when one of the fields it needs is itself at fault. No files are looked at (see load.ts).

import { expandLayersPerIpu } from '../engine/ipu/layers.ts';
import { AppError } from '../shared/errors.ts';
import type { Experiment } from './fields.ts';
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
    needs: ['model.hidden_size', 'model.num_attention_heads'],
    check: ({ experiment: { model }, geometryKnown }) => {
      const { hidden_size: width, num_attention_heads: heads } = model;
      if (!geometryKnown || width % heads === 0) return undefined;
      return error(
        'heads-do-not-divide-width',
        `\`hidden_size\` ${width} cannot be shared evenly by ${heads} attention heads.`,
        `Choose \`num_attention_heads\` so that it divides ${width}, such as ${nearestDivisor(width, heads)}.`,
        ['model.num_attention_heads', 'model.hidden_size'],
      );
    },
  },
  {
    needs: ['data.max_seq_length', 'model.max_position_embeddings'],
    check: ({ experiment: { data, model }, geometryKnown }) =>
      !geometryKnown || data.max_seq_length <= model.max_position_embeddings
        ? undefined
        : error(
            'sequence-longer-than-positions',
            `\`max_seq_length\` is ${data.max_seq_length}, but the model has ${model.max_position_embeddings} positions.`,
            `Write at most ${model.max_position_embeddings}, or raise \`max_position_embeddings\` of a model with random weights.`,
            ['data.max_seq_length', 'model.max_position_embeddings'],
          ),
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
    needs: ['ipu_config.layers_per_ipu', 'ipu_config.ipus_per_replica', 'model.num_hidden_layers'],
    check: ({ experiment: { ipu_config: ipu, model }, geometryKnown }) => {
      const fault = placeLayers(ipu.layers_per_ipu, ipu.ipus_per_replica, model.num_hidden_layers);
      if (!fault || (!geometryKnown && fault.code === 'layers-sum-wrong')) return undefined;
      return error(fault.code, fault.message, fault.hint, ['ipu_config.layers_per_ipu', 'ipu_config.ipus_per_replica']);
    },
  },
  {
    needs: ['ipu_config.matmul_proportion', 'ipu_config.layers_per_ipu', 'ipu_config.ipus_per_replica'],
    check: ({ experiment: { ipu_config: ipu } }) =>
      typeof ipu.matmul_proportion === 'number' || ipu.matmul_proportion.length === ipu.ipus_per_replica
        ? undefined
        : error(
            'matmul-list-length-wrong',
            `\`matmul_proportion\` has ${ipu.matmul_proportion.length} entries for ${ipu.ipus_per_replica} IPUs in a replica.`,
            'Write one entry for each IPU, or one number for all.',
            ['ipu_config.matmul_proportion'],
          ),
  },
  {
    needs: [
      'training.gradient_accumulation_steps',
      'ipu_config.gradient_accumulation_steps',
      'ipu_config.layers_per_ipu',
      'ipu_config.ipus_per_replica',
    ],
    check: ({ experiment, isSet }) => pipelineNotFilled(experiment, isSet),
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
  return rules
    .filter((rule) => !rule.needs.some((path) => faulty.has(path)))
    .map((rule) => rule.check(input))
    .filter((finding) => finding !== undefined);
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

function placeLayers(layers: readonly number[], ipus: number, numHiddenLayers: number): AppError | undefined {
  try {
    expandLayersPerIpu(layers, ipus, numHiddenLayers);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

// PopART refuses such a pipeline ("depth (gradient accumulation factor) must equal at least the number of pipeline
// stages"); the embedded engine has no pipeline to fill, so here it is a warning.
function pipelineNotFilled({ training, ipu_config: ipu }: Experiment, isSet: RuleInput['isSet']): Finding | undefined {
  const steps = training.gradient_accumulation_steps;
  const stages = 2 * ipu.ipus_per_replica - 1;
  if (steps >= stages) return undefined;
  const inTraining = isSet('training.gradient_accumulation_steps');
  return {
    severity: 'warning',
    code: 'pipeline-not-filled',
    message: `\`gradient_accumulation_steps\` is ${steps}, but a pipeline of ${ipu.ipus_per_replica} IPUs has ${stages} stages (2N − 1) and IPUs refuse to start with fewer micro-batches. The embedded engine runs it all the same.`,
    hint: `Write at least ${stages}; the more, the less the IPUs wait for each other.`,
    at: [
      inTraining ? 'training.gradient_accumulation_steps' : 'ipu_config.gradient_accumulation_steps',
      'ipu_config.ipus_per_replica',
      'ipu_config.layers_per_ipu',
    ],
  };
}

function nearestDivisor(value: number, near: number): number {
  let best = 1;
  for (let divisor = 1; divisor <= Math.min(value, 2 * near); divisor++) {
    if (value % divisor === 0 && Math.abs(divisor - near) < Math.abs(best - near)) best = divisor;
  }
  return best;
}
