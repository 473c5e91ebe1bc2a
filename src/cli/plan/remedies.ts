// Warnings of a plan, and changes that would mend or quicken it, each with the figures it would give.

import type { FieldEdit, MemoryVerdict, Plan, PlanWarning, Remedy } from '../../shared/plan.ts';
import { oneLine } from '../output.ts';
import { formatChange, formatMargin, formatRate, wrapText } from './figures.ts';

const mostShown = 6;
/** Under one warning. */
const mostUnderWarning = 3;
/** Where all is well, only what gains most. */
const mostFaster = 3;
const indent = '    ';

const verdictWords: Readonly<Record<MemoryVerdict, string>> = {
  fits: 'fits',
  tight: 'fits tightly',
  'does-not-fit': 'does not fit',
};

/** The warnings, worst first, with their remedies. Empty if there are none. */
export function renderWarnings({ warnings, throughput }: Plan): string {
  return warnings.map((warning) => renderWarning(warning, throughput.samplesPerSecond)).join('\n');
}

function renderWarning({ severity, message, hint, fields, remedies }: PlanWarning, rate: number): string {
  const label = severity === 'info' ? 'note' : severity;
  const where = fields.length === 0 ? '' : ` (${fields[0]})`;
  return [
    wrapText(oneLine(`${label}: ${message} ${hint}${where}`), '', indent),
    ...remedies.slice(0, mostUnderWarning).map((remedy) => renderRemedy(remedy, rate)),
  ].join('\n');
}

/** The plan's own remedies, without those that stand under a warning already. Empty if there are none. */
export function renderRemedies({ remedies, warnings, throughput, verdict, fits }: Plan): string {
  const said = new Set(warnings.flatMap((warning) => warning.remedies.map(({ title }) => title)));
  const fresh = remedies.filter(({ title }) => !said.has(title));
  if (fresh.length === 0) return '';
  const heading = fits ? 'What would be faster' : verdict === null ? 'What would work' : 'What would make it fit';
  const most = fits ? mostFaster : mostShown;
  const hidden = fresh.length - most;
  return [
    heading,
    ...fresh.slice(0, most).map((remedy) => renderRemedy(remedy, throughput.samplesPerSecond)),
    ...(hidden > 0 ? [`${indent}… and ${hidden} more with --json`] : []),
  ].join('\n');
}

function renderRemedy(remedy: Remedy, rate: number): string {
  const { title, edits, verdict, marginBytes, samplesPerSecond } = remedy;
  const change = rate > 0 ? ` (${formatChange(samplesPerSecond, rate)})` : '';
  const outcome = `${verdictWords[verdict]}, ${formatMargin(marginBytes)}, ${formatRate(samplesPerSecond)}/s${change}`;
  const lines = [wrapText(`→ ${oneLine(title)}: ${outcome}`, '  ', indent)];
  if (edits.length > 0) lines.push(wrapText(renderEdits(edits), indent, indent));
  return lines.join('\n');
}

/** What to write in which section: `ipu_config: layers_per_ipu [3, 7, 7, 7], no ipus_per_replica; training: …`. */
export function renderEdits(edits: readonly FieldEdit[]): string {
  const sections = Map.groupBy(edits, ({ field }) => field.slice(0, Math.max(0, field.lastIndexOf('.'))));
  return [...sections]
    .map(([section, those]) => `${section === '' ? '' : `${section}: `}${those.map(renderEdit).join(', ')}`)
    .join('; ');
}

function renderEdit({ field, value }: FieldEdit): string {
  const name = field.slice(field.lastIndexOf('.') + 1);
  if (value === null || value === undefined) return `no ${name}`;
  return `${name} ${oneLine(Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value))}`;
}
