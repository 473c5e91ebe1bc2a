// Writes a checkpoint in Hugging Face's layout. It appears under its name only when it is complete and on disk.

import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../system/atomic-file.ts';
import { writeFailed } from '../../system/errors.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters, ParameterSpec } from '../model/parameters.ts';
import { renderBertConfig, type TaskConfig } from './config-json.ts';
import { encodeSafetensors } from './safetensors.ts';

export interface Checkpoint {
  readonly config: BertConfig;
  /** transformers' class for the model: `BertForQuestionAnswering`, … */
  readonly architecture: string;
  readonly taskConfig?: TaskConfig;
  readonly specs: readonly ParameterSpec[];
  readonly parameters: Parameters;
  readonly vocabularyText: string;
  readonly doLowerCase: boolean;
}

/** Saves `checkpoint-<step>` in a folder and gives its path. Throws an AppError if the disk does not take it. */
export async function saveCheckpoint(folder: string, step: number, checkpoint: Checkpoint): Promise<string> {
  const path = join(folder, `checkpoint-${step}`);
  const partial = `${path}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    for (const [name, parts] of checkpointFiles(checkpoint)) await writeSynced(join(partial, name), parts);
    await syncFolder(partial);
    await rm(path, { recursive: true, force: true });
    await rename(partial, path);
    await syncFolder(folder);
    return path;
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw writeFailed(path, error);
  }
}

/** Removes the oldest checkpoints until `limit` are left. */
export async function pruneCheckpoints(folder: string, limit: number): Promise<void> {
  const steps = (await readdir(folder))
    .map((name) => /^checkpoint-(\d+)$/.exec(name)?.[1])
    .filter((step) => step !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
  for (const step of steps.slice(limit)) await rm(join(folder, `checkpoint-${step}`), { recursive: true, force: true });
}

function checkpointFiles(checkpoint: Checkpoint): [string, Uint8Array[]][] {
  const { config, architecture, taskConfig, specs, parameters, vocabularyText, doLowerCase } = checkpoint;
  const shapes = new Map(specs.map((spec) => [spec.name, spec.shape]));
  const tensors = new Map([...parameters].map(([name, data]) => [name, { shape: shapes.get(name)!, data }]));
  const special = {
    cls_token: '[CLS]',
    mask_token: '[MASK]',
    pad_token: '[PAD]',
    sep_token: '[SEP]',
    unk_token: '[UNK]',
  };
  const tokenizer = {
    ...special,
    do_lower_case: doLowerCase,
    model_max_length: config.max_position_embeddings,
    strip_accents: null,
    tokenize_chinese_chars: true,
    tokenizer_class: 'BertTokenizer',
  };
  const text = (content: string): Uint8Array[] => [new TextEncoder().encode(content)];
  const json = (content: object): Uint8Array[] => text(JSON.stringify(content, null, 2) + '\n');
  return [
    ['model.safetensors', encodeSafetensors(tensors)],
    ['config.json', text(renderBertConfig(config, architecture, taskConfig))],
    ['vocab.txt', text(vocabularyText)],
    ['tokenizer_config.json', json(tokenizer)],
    ['special_tokens_map.json', json(special)],
  ];
}

async function writeSynced(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const part of parts) {
      for (let done = 0; done < part.length;) done += (await file.write(part, done)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
