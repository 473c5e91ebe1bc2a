// A small experiment for tests of the engine program: a model of a few thousand weights on a vocabulary of its own, so that starting it and
// saving it take no time. Starts the engine, and reads what it left.

import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartialExperiment } from '../../../src/config/fields.ts';
import { resolveExperiment } from '../../../src/config/resolve.ts';
import type { JournalEvent } from '../../../src/shared/journal/event.ts';
import { JournalReader, type BadLine } from '../../../src/shared/journal/reader.ts';

const root = join(import.meta.dirname, '../../..');
const words = [
  'the',
  'red',
  'blue',
  'old',
  'cat',
  'dog',
  'sat',
  'on',
  'mat',
  'ran',
  'home',
  'who',
  'where',
  'what',
  'did',
  '?',
  '.',
];
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** Writes a vocabulary and a dataset into a folder, and gives an experiment on them with every source of randomness in it. */
export async function makeExperiment(folder: string, epochs: number): Promise<PartialExperiment> {
  await writeFile(join(folder, 'vocab.txt'), [...special, ...words].join('\n') + '\n');
  const rows = Array.from({ length: 22 }, (_, i) => {
    const word = (k: number): string => words[(7 * i + 3 * k + k * k) % 13]!;
    const context = Array.from({ length: 6 + (i % 9) }, (__, k) => word(k)).join(' ') + ' .';
    const answer = word(i % 4);
    const answers = { text: [answer], answer_start: [context.indexOf(answer)] };
    return { id: `q${i}`, title: 't', context, question: `who ${word(2)} ?`, answers };
  });
  await writeFile(join(folder, 'train.json'), JSON.stringify({ version: '1.1', data: rows }));
  return {
    model: {
      vocab_file: join(folder, 'vocab.txt'),
      hidden_size: 8,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      intermediate_size: 16,
      max_position_embeddings: 32,
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.1,
    },
    data: {
      train_file: join(folder, 'train.json'),
      validation_file: join(folder, 'train.json'),
      max_seq_length: 32,
      doc_stride: 8,
    },
    training: {
      num_train_epochs: epochs,
      per_device_train_batch_size: 2,
      learning_rate: 5e-3,
      warmup_ratio: 0.1,
      weight_decay: 0.01,
      lr_scheduler_type: 'cosine',
      auto_loss_scaling: true,
      logging_steps: 3,
      save_steps: 4,
      save_total_limit: 3,
    },
    ipu_config: { layers_per_ipu: [1, 1], replication_factor: 1, gradient_accumulation_steps: 2 },
  };
}

/** Makes a run folder for an experiment. */
export async function makeRun(folder: string, name: string, values: PartialExperiment): Promise<string> {
  const run = join(folder, name);
  await mkdir(run);
  await writeFile(join(run, 'experiment.json'), JSON.stringify(resolveExperiment(values, join(folder, 'e.ipu.json'))));
  return run;
}

export interface Engine {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Starts the engine on a run folder. */
export function startEngine(run: string, ...options: string[]): Engine {
  const args = [join(root, 'src/engine/main.ts'), 'train', join(run, 'experiment.json'), '--run', run, ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, output })) };
}

/** Everything in the run's journal. */
export async function readJournal(
  run: string,
): Promise<{ events: readonly JournalEvent[]; badLines: readonly BadLine[] }> {
  return new JournalReader().push(await readFile(join(run, 'journal.log')));
}

/** Events of one kind. */
export function only<K extends JournalEvent['kind']>(events: readonly JournalEvent[], kind: K) {
  return events.filter((event): event is Extract<JournalEvent, { kind: K }> => event.kind === kind);
}

/** What must be the same however often a run was interrupted: journalled figures, the last one of each step, and the last checkpoint. */
export async function readOutcome(run: string) {
  const { events } = await readJournal(run);
  const { samples_per_second: _, ...results } = Object.assign(
    {},
    ...only(events, 'result').map(({ values }) => values),
  ) as Record<string, number>;
  const timed = /runtime|per_second/;
  const metrics = new Map(only(events, 'metrics').map(({ step, values }) => [step, values]));
  const withoutTime = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !timed.test(name)));
  return {
    metrics: [...metrics].map(([step, values]) => [step, withoutTime(values)]),
    results: withoutTime(results),
    files: hashFiles(join(run, only(events, 'checkpoint').at(-1)!.path)),
  };
}

/** Every metrics event for a step that was journalled before must repeat it; gives those that do not. */
export async function findContradictions(run: string): Promise<unknown[]> {
  const { events } = await readJournal(run);
  const seen = new Map<number, string>();
  const found: unknown[] = [];
  for (const { step, values } of only(events, 'metrics')) {
    const { samples_per_second: _, ...fixed } = values;
    const text = JSON.stringify(fixed);
    if ((seen.get(step) ?? text) !== text) found.push({ step, before: seen.get(step), after: text });
    seen.set(step, text);
  }
  return found;
}

/** SHA-256 of the tensors of a checkpoint, by file. */
function hashFiles(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
