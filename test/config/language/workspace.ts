// A folder with the files that the cases name: vocabulary, data, a model, a file to extend.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = {
  'vocab.txt': '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n',
  'train.json': '{"data": []}',
  'dev.json': '{"data": []}',
  'base.ipu.json': '{ "training": { "seed": 7 } }',
  'squad/train.json': '{"data": []}',
  'berty/vocab.txt': '[PAD]\n',
  'berty/model.safetensors': '',
  'berty/config.json': JSON.stringify({ model_type: 'bert', hidden_size: 768, num_hidden_layers: 12 }),
};

/** Makes the folder, gives the path of an experiment file in it to `work`, and removes it after. */
export async function inWorkspace<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-language-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await work(join(folder, 'case.ipu.json'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
