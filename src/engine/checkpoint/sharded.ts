// Weights in several files with an index beside them (`model.safetensors.index.json`, `pytorch_model.bin.index.json`), read as if they were one.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isPlainFileName } from '../../config/model-files.ts';
import { indexInvalid, shardLacksTensor, shardMissing, weightsUnreadable } from './errors.ts';
import { parseStrictJson, type StrictJson, StrictJsonFault } from './strict-json.ts';
import type { Tensor, WeightSource } from './weight-source.ts';

/** The weights that an index distributes over files in its folder; `openShard` opens one. Throws an AppError that names what is wrong. */
export async function openShards(
  indexPath: string,
  openShard: (path: string) => Promise<WeightSource>,
): Promise<WeightSource> {
  const text = await readFile(indexPath, 'utf8').catch((error: unknown) => {
    throw weightsUnreadable(indexPath, error);
  });
  const fileOf = parseIndex(text, indexPath);
  const shards = new Map<string, WeightSource>();
  try {
    for (const name of new Set(fileOf.values())) {
      const path = join(dirname(indexPath), name);
      shards.set(
        name,
        await openShard(path).catch((error: unknown) => Promise.reject(missingOr(error, indexPath, name))),
      );
    }
    return new ShardedWeights(indexPath, fileOf, shards);
  } catch (error) {
    await closeAll(shards.values());
    throw error;
  }
}

class ShardedWeights implements WeightSource {
  readonly path: string;
  readonly tensors: WeightSource['tensors'];
  readonly #shards: ReadonlyMap<string, WeightSource>;
  readonly #fileOf: ReadonlyMap<string, string>;

  constructor(path: string, fileOf: ReadonlyMap<string, string>, shards: ReadonlyMap<string, WeightSource>) {
    this.path = path;
    this.#fileOf = fileOf;
    this.#shards = shards;
    this.tensors = new Map(
      [...fileOf].map(([name, file]) => {
        const tensor = shards.get(file)!.tensors.get(name);
        if (tensor === undefined) throw shardLacksTensor(path, file, name);
        return [name, tensor];
      }),
    );
  }

  async read(wanted: (name: string) => boolean): Promise<Map<string, Tensor>> {
    const read = new Map<string, Tensor>();
    for (const [file, shard] of this.#shards) {
      const tensors = await shard.read((name) => this.#fileOf.get(name) === file && wanted(name));
      for (const [name, tensor] of tensors) read.set(name, tensor);
    }
    return read;
  }

  close(): Promise<void> {
    return closeAll(this.#shards.values());
  }
}

/** The shard's file name by tensor. */
function parseIndex(text: string, path: string): Map<string, string> {
  const root = parseJson(text, path);
  const map = root instanceof Map ? root.get('weight_map') : undefined;
  if (!(map instanceof Map) || map.size === 0) throw indexInvalid(path, 'has no weight_map');
  for (const [tensor, file] of map) {
    if (typeof file !== 'string' || !isPlainFileName(file)) {
      throw indexInvalid(
        path,
        `puts tensor ${quoted(tensor)} into ${quoted(String(file))}, which is no file name of this folder`,
      );
    }
  }
  return map as Map<string, string>;
}

function parseJson(text: string, path: string): StrictJson {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw error instanceof StrictJsonFault ? indexInvalid(path, error.message) : error;
  }
}

function missingOr(error: unknown, indexPath: string, shard: string): unknown {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code === 'ENOENT' ? shardMissing(indexPath, shard) : error;
}

async function closeAll(shards: Iterable<WeightSource>): Promise<void> {
  await Promise.all([...shards].map((shard) => shard.close()));
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
