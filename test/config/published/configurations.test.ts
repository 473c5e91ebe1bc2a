// Published configurations are what was published, and an experiment file can hold them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseExperiment } from '../../../src/config/parse.ts';
import { sectionFields } from '../../../src/config/fields.ts';
import { publishedConfiguration, publishedConfigurationNames } from '../../../src/config/published/configurations.ts';

interface Entry {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const entries = JSON.parse(
  readFileSync(new URL('../../fixtures/ipu/ipu-configs.json', import.meta.url), 'utf8'),
) as Entry[];

/** The entry that the configuration was taken from: the first of that name, but for a note on its version. */
function entryOf(name: string): Entry {
  const found = entries.find((entry) => entry.name === name || entry.name.startsWith(`${name} (`));
  assert.ok(found, name);
  return found;
}

/** What the published file says that an experiment file has and a default does not say already. */
function wantedOf({ config }: Entry): Record<string, unknown> {
  const known = Object.entries(config).filter(([name]) => Object.hasOwn(sectionFields.ipu_config, name));
  return Object.fromEntries(
    known.filter(([name, value]) => {
      const isDictionary = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (isDictionary || value === null) return false;
      if (name.endsWith('replication_factor') && value === 1) return false;
      if (name === 'auto_loss_scaling' && value === false) return false;
      return !(name === 'embedding_serialization_factor' && value === 0);
    }),
  );
}

for (const name of publishedConfigurationNames) {
  test(`${name} is what was published, and can stand in an experiment file`, () => {
    const configuration = publishedConfiguration(name);
    assert.ok(configuration);
    const { ipu_config_name: recorded, ...values } = configuration.values.ipu_config ?? {};
    assert.equal(recorded, name);
    assert.deepEqual(values, wantedOf(entryOf(name)));
    assert.deepEqual(Object.keys(configuration.values), ['ipu_config']);
    const text = JSON.stringify({ ...configuration.values, plan: { optimum_graphcore: '0.6.1' } });
    const { problems } = parseExperiment(text);
    const about = problems.filter(({ message }) => /ipu_config|must be|not a field/.test(message));
    assert.deepEqual(about, []);
    assert.match(configuration.source, /huggingface|gradient-ai/);
  });
}

test('a name that nobody published is none', () => {
  for (const name of ['', 'Graphcore/bert-base', 'bert-base-ipu', '__proto__', 'constructor'])
    assert.equal(publishedConfiguration(name), undefined);
});
