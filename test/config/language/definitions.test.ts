// Where the texts of an experiment file lead.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { definitions } from '../../../src/config/language/definitions.ts';
import { findDefinitions } from '../../../src/language/definition.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import { publishedConfiguration, publishedConfigurationNames } from '../../../src/config/published/configurations.ts';
import { publishedText } from '../../../src/config/published/text.ts';

test('paths lead to files, a model folder to its config.json, a published configuration to itself', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-definition-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'models/tiny'), { recursive: true });
  for (const name of ['base.ipu.json', 'models/tiny/config.json', 'train.json'])
    await writeFile(join(folder, name), '{}');
  const text = `{
    "extends": ["base.ipu.json", "Graphcore/bert-base-ipu", "missing.ipu.json"],
    "model": { "model_name_or_path": "models/tiny" },
    "data": { "train_file": "train.json", "validation_file": "dev.json", "dataset_name": "train.json" },
    "ipu_config": { "ipu_config_name": "Graphcore/bert-large-ipu" },
    "sweep": { "parameters": { "data.train_file": ["./train.json"] } }
  }`;
  const file = join(folder, 'x.ipu.json');
  const at = async (mark: string) => {
    const offset = text.indexOf(`"${mark}"`) + 1;
    const [found] = await findDefinitions({ file, text, offset });
    if (found) assert.deepEqual(found.origin, { offset, length: mark.length });
    return found?.target;
  };
  assert.deepEqual(await at('base.ipu.json'), { file: join(folder, 'base.ipu.json') });
  assert.deepEqual(await at('Graphcore/bert-base-ipu'), { published: 'Graphcore/bert-base-ipu' });
  assert.deepEqual(await at('models/tiny'), { file: join(folder, 'models/tiny/config.json') });
  assert.deepEqual(await at('train.json'), { file: join(folder, 'train.json') });
  assert.deepEqual(await at('./train.json'), { file: join(folder, 'train.json') });
  assert.deepEqual(await at('Graphcore/bert-large-ipu'), { published: 'Graphcore/bert-large-ipu' });
  for (const nowhere of ['missing.ipu.json', 'dev.json', 'extends', 'data'])
    assert.equal(await at(nowhere), undefined, nowhere);
  assert.deepEqual(await findDefinitions({ file, text, offset: text.lastIndexOf('train.json') - 200 }), []);
});

test('a text without its end leads as far as it goes', () => {
  const text = '{ "extends": "base.ipu';
  assert.deepEqual(
    definitions(text, '/w/x.ipu.json').map(({ origin }) => text.slice(origin.offset, origin.offset + origin.length)),
    ['base.ipu'],
  );
});

test('a published configuration reads as an experiment that says the same, with its source', () => {
  for (const name of publishedConfigurationNames) {
    const text = publishedText(name)!;
    const { source, values } = publishedConfiguration(name)!;
    const { faults, values: read } = parseExperiment(text);
    assert.deepEqual(faults, []);
    assert.deepEqual(read, values);
    assert.ok(text.startsWith(`// ${name}\n`) && text.includes(`// Source: ${source}.`));
    assert.doesNotMatch(text, /\[\s*\n/);
  }
  assert.equal(publishedText('nobody/knows'), undefined);
});
