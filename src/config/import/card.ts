// What a model card says beside its command line: the list of hyper-parameters that the trainer writes, and the prose around
// it. Reads Markdown by its lines; what it says is compared or taken by whoever imports it.

/** A hyper-parameter of the list, as the argument of a script. */
export interface CardParameter {
  /** Argument, such as `learning_rate`; of totals their own name, such as `total_train_batch_size`. */
  readonly name: string;
  /** As it stands in the list. */
  readonly text: string;
  readonly value: number | string;
}

export interface Card {
  readonly parameters: readonly CardParameter[];
  /** Model that was fine-tuned, from the prose. */
  readonly baseModel: string | undefined;
  readonly dataset: string | undefined;
  /** IPUs it was trained on, from the prose. */
  readonly ipus: number | undefined;
  /** The text looks like a model card. */
  readonly isCard: boolean;
}

// Source: huggingface/optimum-graphcore optimum/graphcore/modelcard.py, `extract_hyperparameters_from_trainer`.
const names: Readonly<Record<string, string>> = {
  learning_rate: 'learning_rate',
  train_batch_size: 'per_device_train_batch_size',
  eval_batch_size: 'per_device_eval_batch_size',
  seed: 'seed',
  gradient_accumulation_steps: 'gradient_accumulation_steps',
  total_train_batch_size: 'total_train_batch_size',
  total_eval_batch_size: 'total_eval_batch_size',
  lr_scheduler_type: 'lr_scheduler_type',
  lr_scheduler_warmup_ratio: 'warmup_ratio',
  lr_scheduler_warmup_steps: 'warmup_steps',
  num_epochs: 'num_train_epochs',
  training_steps: 'max_steps',
};

/** Reads a model card. Of a text that is none, `isCard` is false. */
export function readCard(text: string): Card {
  const parameters = text.split(/\r\n?|\n/).flatMap(readLine);
  const frontMatter = /^\uFEFF?---\s*\n([^]*?)\n---\s*(\n|$)/.exec(text.replaceAll(/\r\n?/g, '\n'))?.[1] ?? '';
  const baseModel =
    /^base_model:[ \t]*["']?([\w./-]+)/m.exec(frontMatter)?.[1] ??
    /fine-?tuned version of \[([\w./-]{1,200})\]/i.exec(text)?.[1];
  const dataset =
    /^datasets:[ \t]*\n[ \t]*-[ \t]*["']?([\w./-]+)/m.exec(frontMatter)?.[1] ??
    /huggingface\.co\/datasets\/([\w./-]*\w)/.exec(text)?.[1];
  const ipus = /\b(\d{1,4})\s+(?:Graphcore\s+)?(?:Mk ?\d\s+|Bow\s+)?IPUs?\b/i.exec(text)?.[1];
  const isCard = parameters.length > 0 || /^(tags|license|model-index|base_model|library_name):/m.test(frontMatter);
  return { parameters, baseModel, dataset, ipus: ipus === undefined ? undefined : Number(ipus), isCard };
}

function readLine(line: string): CardParameter[] {
  const match = /^\s*[-*]\s+`?(\w+)`?:\s*(.{1,200}?)\s*$/.exec(line);
  if (!match) return [];
  const [, key = '', text = ''] = match;
  if (key === 'optimizer') return readOptimizer(text);
  const name = Object.hasOwn(names, key) ? names[key] : undefined;
  if (name === undefined) return [];
  const number = Number(text);
  return [{ name, text, value: Number.isFinite(number) ? number : text }];
}

/** `Adam with betas=(0.9,0.999) and epsilon=1e-08` */
function readOptimizer(text: string): CardParameter[] {
  const figure = (name: string, found: string | undefined): CardParameter[] =>
    found === undefined || !Number.isFinite(Number(found)) ? [] : [{ name, text: found, value: Number(found) }];
  const betas = /betas=\(\s*([\d.e-]+)\s*,\s*([\d.e-]+)\s*\)/i.exec(text);
  return [
    ...figure('adam_beta1', betas?.[1]),
    ...figure('adam_beta2', betas?.[2]),
    ...figure('adam_epsilon', /epsilon=([\d.e-]+)/i.exec(text)?.[1]),
  ];
}
