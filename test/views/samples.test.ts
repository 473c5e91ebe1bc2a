// Each sample that the extension offers can be copied into an empty folder and is complete there; nothing of the user's is replaced.

import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { loadExperiment } from '../../src/config/load.ts';
import { copySample } from '../../src/views/samples/copy-sample.ts';
import { samples, type Sample } from '../../src/views/samples/samples.ts';

const samplesFolder = fileURLToPath(new URL('../../samples', import.meta.url));
const quickStart = samples.find(({ id }) => id === 'quick-start') as Sample;

describe('samples', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ipu-samples-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are all that lie in samples/', async () => {
    const files = (await readdir(samplesFolder)).filter((file) => file.endsWith('.ipu.json'));
    const texts = await Promise.all(files.map((file) => readFile(join(samplesFolder, file), 'utf8')));
    // What extends another is a variant of it, for those who have the whole folder.
    const whole = files.filter((_, index) => !texts[index]?.includes('"extends"'));
    assert.deepEqual(samples.map(({ experiment }) => experiment).sort(), whole.sort());
  });

  it('bring what they need to be launched', async () => {
    for (const sample of samples) {
      const file = await copySample(sample, samplesFolder, folder);
      if (sample.data.length > 0) await loadExperiment(file);
      else await assert.rejects(loadExperiment(file), /train-v1\.1\.json|squad/);
    }
  });

  it('replace nothing that is there, and add what is missing', async () => {
    await mkdir(join(folder, 'quick-start'));
    await writeFile(join(folder, 'quick-start', quickStart.experiment), '// mine');
    const file = await copySample(quickStart, samplesFolder, folder);
    assert.equal(await readFile(file, 'utf8'), '// mine');
    assert.ok((await readFile(join(folder, 'quick-start', 'vocab.txt'))).length > 1000);
  });

  it('say what is in the way', async () => {
    await writeFile(join(folder, 'quick-start'), 'a file');
    await assert.rejects(copySample(quickStart, samplesFolder, folder), { code: 'not-a-folder' });
  });
});
