// Pod dictionaries: up to v0.6.0 a value may be an object with one value for each machine.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py v0.2.1 to v0.6.0, `for_pod_type`.

import { podKeyMissing, podKeyUnknown, podTypeMissing, podTypeUnknown } from './errors.ts';
import type { IpuConfigFamily } from './family.ts';

/** Machines that the family's dictionaries may name; v0.2.1 alone had pod128 and pod256. */
export function podTypes(family: IpuConfigFamily): readonly string[] {
  const usual = ['pod4', 'pod8', 'pod16', 'pod32', 'pod64'];
  return family === '0.5' ? [...usual, 'pod128', 'pod256'] : usual;
}

/** The value is an object, which in these versions can only be a pod dictionary. */
export function isDictionary(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a pod dictionary for a machine; without one, its default.
 * Throws an AppError where optimum-graphcore raises: no machine and no default, a machine it does not know, or one that the
 * dictionary lacks.
 */
export function forPodType(
  field: string,
  dictionary: Readonly<Record<string, unknown>>,
  podType: string | undefined,
  family: IpuConfigFamily,
): unknown {
  const known = podTypes(family);
  const keys = Object.keys(dictionary);
  const unknown = keys.find((key) => key !== 'default' && !known.includes(key));
  if (unknown !== undefined) throw podKeyUnknown(field, unknown, known);
  if (podType === undefined) {
    if (!Object.hasOwn(dictionary, 'default')) throw podTypeMissing(field);
    return dictionary['default'];
  }
  if (!known.includes(podType)) throw podTypeUnknown(podType, known);
  if (!Object.hasOwn(dictionary, podType)) throw podKeyMissing(field, podType, keys);
  return dictionary[podType];
}
