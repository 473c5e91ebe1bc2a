// What is said of a field wherever one asks: in the editor, in the schema, on the reference page.

import { ipuConfigField } from '../engine/ipu/ipu-config/table.ts';
import type { Field } from './field.ts';
import type { SectionName } from './fields.ts';

/** The versions of optimum-graphcore that have the field, in words; undefined where no version of it matters. */
export function versionsOf(section: SectionName | undefined, name: string, field: Field): string | undefined {
  if (section === 'ipu_config') return field.version ?? ipuConfigField(name)?.versions;
  return field.version;
}

/** What the field does, its unit and versions, and when to think about it: Markdown, in one paragraph. */
export function explainField(section: SectionName | undefined, name: string, field: Field): string {
  const versions = versionsOf(section, name, field);
  const unit = field.unit && `In ${field.unit}.`;
  const from = versions && `In optimum-graphcore ${versions}.`;
  return [field.doc, field.when, unit, from].filter((part) => part !== undefined && part !== '').join(' ');
}
