// Writes a checkpoint in Hugging Face's layout. It appears under its name only when it is complete and on disk.

import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../system/atomic-file.ts';
import { writeFailed } from '../../system/errors.ts';
import type { BertConfig } from '../model/config.ts';
import type { Parameters, ParameterSpec } from '../model/parameters.ts';
import { renderBertConfig, type TaskConfig } from './config-json.ts';
import { digestFile, manifestFile, renderManifest, type FileDigest, type Provenance } from './manifest.ts';
import { saveWeights } from './safetensors.ts';
import type { Tensor } from './weight-source.ts';

export interface Checkpoint {
  readonly config: BertConfig;
  /** transformers' class for the model: `BertForQuestionAnswering`, … */
  readonly architecture: string;
  readonly taskConfig?: TaskConfig;
  readonly specs: readonly ParameterSpec[];
  readonly parameters: Parameters;
  readonly vocabularyText: string;
  readonly doLowerCase: boolean;
  /** What else belongs into the folder, such as the optimizer's state. */
  readonly extraFiles?: readonly CheckpointFile[];
  /** Whose checkpoint it is: then a manifest is written as well, last. */
  readonly provenance?: Provenance;
}

/** A file of a checkpoint: text, or tensors that are written as safetensors. */
export type CheckpointFile =
  | { readonly name: string; readonly text: string }
  | {
      readonly name: string;
      readonly tensors: ReadonlyMap<string, Tensor>;
      readonly metadata?: Readonly<Record<string, string>>;
    };

/** Saves `checkpoint-<step>` in a folder and gives its path. Throws an AppError if the disk does not take it. */
export async function saveCheckpoint(folder: string, step: number, checkpoint: Checkpoint): Promise<string> {
  const path = join(folder, `checkpoint-${step}`);
  const partial = `${path}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    const files = checkpointFiles(checkpoint);
    for (const file of files) await writeSynced(partial, file);
    if (checkpoint.provenance !== undefined)
      await writeSynced(partial, await manifestOf(partial, files, checkpoint.provenance));
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

function checkpointFiles(checkpoint: Checkpoint): CheckpointFile[] {
  const { config, architecture, taskConfig, vocabularyText, doLowerCase, extraFiles = [] } = checkpoint;
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
  const json = (content: object): string => JSON.stringify(content, null, 2) + '\n';
  return [
    { name: 'model.safetensors', tensors: tensorsOf(checkpoint) },
    { name: 'config.json', text: renderBertConfig(config, architecture, taskConfig) },
    { name: 'vocab.txt', text: vocabularyText },
    { name: 'tokenizer_config.json', text: json(tokenizer) },
    { name: 'special_tokens_map.json', text: json(special) },
    ...extraFiles,
  ];
}

function tensorsOf({ specs, parameters }: Checkpoint): Map<string, Tensor> {
  return new Map(specs.map(({ name, shape }) => [name, { shape, data: parameters.get(name)! }]));
}

async function manifestOf(
  folder: string,
  files: readonly CheckpointFile[],
  provenance: Provenance,
): Promise<CheckpointFile> {
  const digests: FileDigest[] = [];
  for (const { name } of files) digests.push(await digestFile(folder, name));
  return { name: manifestFile, text: renderManifest({ ...provenance, files: digests }) };
}

async function writeSynced(folder: string, content: CheckpointFile): Promise<void> {
  const path = join(folder, content.name);
  if ('tensors' in content) return saveWeights(path, content.tensors, content.metadata);
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content.text);
    await file.sync();
  } finally {
    await file.close();
  }
}
