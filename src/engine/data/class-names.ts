// What the numbers of a class mean, from the description of the columns that Hugging Face's datasets library puts into Parquet files.

import { isFields } from './values.ts';

/** Names of classes by column, in the order of their numbers: of columns of classes, and of lists of them. What is not understood has none. */
export function parseClassNames(description: string): ReadonlyMap<string, readonly string[]> {
  let json: unknown;
  try {
    json = JSON.parse(description);
  } catch {
    return new Map();
  }
  const info = isFields(json) ? json['info'] : undefined;
  const features = isFields(info) ? info['features'] : undefined;
  if (!isFields(features)) return new Map();
  return new Map(
    Object.entries(features).flatMap(([column, feature]) => {
      const names = namesOf(feature) ?? (isFields(feature) ? namesOf(feature['feature']) : undefined);
      return names === undefined ? [] : [[column, names] as const];
    }),
  );
}

function namesOf(feature: unknown): readonly string[] | undefined {
  if (!isFields(feature) || feature['_type'] !== 'ClassLabel') return undefined;
  const { names } = feature;
  return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined;
}
