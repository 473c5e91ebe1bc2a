// Values as one writes them in an experiment file, and figures as the list of completions shows them.

import type { MemoryVerdict } from '../../shared/plan.ts';
import type { PlannedModel } from '../../engine/ipu/plan-input.ts';

/** JSON on one line; small numbers with an exponent, as learning rates are written. */
export function renderJson(value: unknown): string {
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  if (Array.isArray(value)) return `[${value.map(renderJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${renderJson(each)}`);
  return `{ ${entries.join(', ')} }`;
}

// Making one takes longer than working out what it shows.
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en-US');

const verdicts: Readonly<Record<MemoryVerdict, string>> = {
  fits: 'fits',
  tight: 'tight',
  'does-not-fit': 'does not fit',
};

/** `812 seq/s · fits, 41 MB to spare`: a list has room for some 35 letters beside a label. */
export function evaluationWords(evaluation: {
  readonly samplesPerSecond: number;
  readonly marginBytes: number;
  readonly verdict: MemoryVerdict;
}): string {
  const { samplesPerSecond, marginBytes, verdict } = evaluation;
  const speed = threeDigits.format(samplesPerSecond);
  const margin = `${Math.round(Math.abs(marginBytes) / 1e6)} MB ${marginBytes < 0 ? 'too much' : 'to spare'}`;
  return `${speed} seq/s · ${verdicts[verdict]}, ${margin}`;
}

/** `12 layers × 768`. */
export function geometryWords({ num_hidden_layers: layers, hidden_size: width }: PlannedModel): string {
  return `${counted(layers, 'layer')} × ${width}`;
}

/** `1 replica`, `4 replicas`. */
export function counted(number: number, thing: string): string {
  return `${whole.format(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** `30.3 MB`, `812 kB`. */
export function sizeWords(bytes: number): string {
  const [unit, scale] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['kB', 1e3];
  return `${threeDigits.format(bytes / (scale as number))} ${unit}`;
}
