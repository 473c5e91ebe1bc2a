// What stands on the horizontal axis of a curve: for each of its points the place, or NaN where it has none. Pure.

import type { Curve } from './curve.ts';

/** Places of points of an own curve at the same steps: another metric's values. */
export function placesAt(steps: Float64Array, { steps: known, values }: Curve): Float64Array {
  const places = new Float64Array(steps.length).fill(NaN);
  for (let i = 0, k = 0; i < steps.length && k < known.length;) {
    if (steps[i]! < known[k]!) i++;
    else if (steps[i]! > known[k]!) k++;
    else places[i++] = finiteOrNaN(values[k++]!);
  }
  return places;
}

/**
 * The same for what grows evenly from 0 at step 0, such as epochs: a step between two known ones lies evenly between them.
 * A step after the last known one has no place.
 */
export function placesBetween(steps: Float64Array, { steps: known, values }: Curve): Float64Array {
  const places = new Float64Array(steps.length).fill(NaN);
  let [step, value] = [0, 0];
  for (let i = 0, k = 0; i < steps.length; i++) {
    for (; k < known.length && (known[k]! < steps[i]! || !Number.isFinite(values[k]!)); k++) {
      if (Number.isFinite(values[k]!)) [step, value] = [known[k]!, values[k]!];
    }
    if (k === known.length) break;
    const share = known[k] === step ? 1 : (steps[i]! - step) / (known[k]! - step);
    places[i] = value + (values[k]! - value) * share;
  }
  return places;
}

/** Training samples that a weight update takes, as a run's experiment has it; undefined if it does not say. */
export function samplesPerUpdate(experiment: unknown): number | undefined {
  const training = fieldsOf(fieldsOf(experiment)['training']);
  const ipu = fieldsOf(fieldsOf(experiment)['ipu_config']);
  const factors = [
    training['per_device_train_batch_size'],
    training['gradient_accumulation_steps'],
    ipu['replication_factor'],
  ];
  if (!factors.every((factor): factor is number => Number.isSafeInteger(factor) && (factor as number) > 0)) return;
  return factors.reduce((product, factor) => product * factor, 1);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
