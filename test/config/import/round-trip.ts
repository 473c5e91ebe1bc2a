// What a text of an experiment file says, with the published configuration that it extends; for tests that go from experiments to
// commands and back.

import type { PartialExperiment } from '../../../src/config/fields.ts';
import { parseExperiment } from '../../../src/config/parse.ts';
import { publishedConfiguration } from '../../../src/config/published/configurations.ts';

/** The values of a text, merged with what it extends by name. Fails if there is anything wrong in the text itself. */
export function readValues(text: string): PartialExperiment {
  const { values, readable, faulty } = parseExperiment(text);
  if (!readable || faulty.size > 0) throw new Error(`not an experiment: ${text}`);
  return withPublished(values);
}

/** The values with those of the published configuration that they extend. */
export function withPublished(values: PartialExperiment): PartialExperiment {
  const { extends: parent, ...own } = values;
  const published = typeof parent === 'string' ? publishedConfiguration(parent)?.values.ipu_config : undefined;
  return { ...own, ipu_config: { ...published, ...values.ipu_config } };
}
