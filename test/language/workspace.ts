// A folder with an experiment and its data, for tests of what looks at a text.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The language server's thread, from the sources. */
export const serverScript = fileURLToPath(new URL('../../src/language/server.ts', import.meta.url));

export interface Workspace {
  readonly folder: string;
  /** Path of the experiment, which need not be there. */
  readonly file: string;
  /** Text of an experiment on the data, with these lines in its section `ipu_config`. */
  text(ipuConfig: string): string;
  /** Writes so many training texts. */
  writeTexts(count: number): Promise<void>;
}

export async function createWorkspace(t: TestContext): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-language-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'vocab.txt'), ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad'].join('\n'));
  const writeTexts = (count: number): Promise<void> =>
    writeFile(join(folder, 'train.csv'), `sentence,label\n${'good,1\nbad,0\n'.repeat(count / 2)}`);
  await writeTexts(64);
  return {
    folder,
    file: join(folder, 'texts.ipu.json'),
    writeTexts,
    text: (ipuConfig) => `{
  "task": "sequence-classification",
  "model": { "vocab_file": "vocab.txt" },
  "data": { "train_file": "train.csv", "max_seq_length": 128 },
  "training": { "do_eval": false, "per_device_train_batch_size": 2 },
  "ipu_config": { ${ipuConfig} }
}`,
  };
}

/** The real server, on which the texts `exit` and `throw` pull the rug; resolves with its script. */
export async function writeFallingServer({ folder }: Workspace): Promise<string> {
  const script = join(folder, 'falls.mjs');
  const text = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ params }) => {
  if (params.text === 'exit') process.exit(3);
  if (params.text === 'throw') throw new Error('out of luck');
});
await import(${JSON.stringify(pathToFileURL(serverScript).href)});`;
  await writeFile(script, text);
  return script;
}
