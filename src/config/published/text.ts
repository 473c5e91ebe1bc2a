// A published configuration as the text of an experiment file that one can read: what it sets, and where it was published.

import { publishedConfiguration } from './configurations.ts';

/** The text; undefined if there is no configuration of that name here. */
export function publishedText(name: string): string | undefined {
  const published = publishedConfiguration(name);
  if (!published) return undefined;
  const { summary, source, values } = published;
  // Lists of numbers read better on one line.
  const json = JSON.stringify(values, null, 2).replaceAll(/\[[\s\d.,-]*\]/g, (list) =>
    list.replaceAll(/\s+/g, ' ').replaceAll(/\[ | \]/g, (edge) => edge.trim()),
  );
  const comment = [name, `${summary}.`, `Source: ${source}.`, `Extend it with "extends": ${JSON.stringify(name)}.`];
  return [...comment.map((line) => `// ${line}`), json, ''].join('\n');
}
