// What sets the runs of a sweep apart, in a few words: `lr 3e-5, seed 43`. No two runs of a sweep have the same label.

import type { Setting } from './sweep.ts';

/** Fields that have a shorter name among people who train. */
const shortNames: Readonly<Record<string, string>> = {
  learning_rate: 'lr',
  per_device_train_batch_size: 'batch',
  gradient_accumulation_steps: 'GA',
  num_train_epochs: 'epochs',
  max_steps: 'steps',
  max_seq_length: 'length',
  warmup_ratio: 'warmup',
  lr_scheduler_type: 'schedule',
  model_name_or_path: 'model',
  hidden_dropout_prob: 'dropout',
};

const longestText = 40;

/** The labels of these runs, each of which sets the same fields. */
export function labelRuns(runs: readonly (readonly Setting[])[]): string[] {
  const names = nameFields((runs[0] ?? []).map(({ field }) => field));
  const write = (show: (value: unknown, index: number) => string): string[] =>
    runs.map((settings) => settings.map(({ value }, index) => `${names[index]} ${show(value, index)}`).join(', '));
  // One small number, and all of its field are written alike: `5e-4` beside `2e-3`.
  const isSmall = names.map((_, index) => runs.some((settings) => isSmallNumber(settings[index]?.value)));
  const short = write((value, index) => showShort(value, isSmall[index] === true));
  return new Set(short).size === short.length ? short : write((value) => JSON.stringify(value));
}

function nameFields(fields: readonly string[]): string[] {
  const short = fields.map((field) => {
    const name = field.slice(field.indexOf('.') + 1);
    return shortNames[name] ?? name;
  });
  // Two sections have fields of the same name.
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : fields[index]!));
}

function isSmallNumber(value: unknown): boolean {
  return typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3;
}

function showShort(value: unknown, asPower: boolean): string {
  if (typeof value === 'number') return asPower && value !== 0 ? value.toExponential() : String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  // Of a path its end tells the most.
  const name = value.split(/[/\\]/).at(-1) || value;
  return name.length > longestText ? `${name.slice(0, longestText)}…` : name;
}
