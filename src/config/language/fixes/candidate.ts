// What a fix is made from, and the ways to write one. A candidate may turn out not to mend anything: fixes.ts tries each one out.

import type { Diagnostic, TextChange } from '../../../shared/language.ts';
import type { FieldEdit } from '../../../shared/plan.ts';
import { AppError } from '../../../shared/errors.ts';
import { editFields } from '../../edit.ts';
import { EditedText } from '../../edited-text.ts';
import type { Experiment } from '../../fields.ts';
import type { SampleCounts } from '../../plan-input.ts';
import { removeProperty } from '../../text-edits.ts';
import { type FieldNode, type FieldNodes, rangeOf } from '../field-nodes.ts';

/** A change that may mend a diagnostic. */
export interface Candidate {
  readonly title: string;
  readonly changes: readonly TextChange[];
  /** The one that is meant in all likelihood. */
  readonly isPreferred?: boolean;
  /** The field whose value was not looked at before, so that what is wrong with it may show now. */
  readonly reveals?: string;
}

/** What the fixes of a diagnostic may look at. */
export interface FixInput {
  readonly text: string;
  readonly nodes: FieldNodes;
  readonly experiment: Experiment;
  readonly samples: SampleCounts | null;
  readonly diagnostic: Diagnostic;
}

/** The candidates for one kind of diagnostic, the likeliest first. */
export type Fixer = (input: FixInput) => Candidate[];

/** Writes these fields; none where the text cannot be edited. */
export function setFields({ text }: FixInput, title: string, edits: readonly FieldEdit[]): Candidate[] {
  try {
    const changes = editFields(text, edits);
    return changes.length === 0 ? [] : [{ title, changes }];
  } catch (thrown) {
    if (thrown instanceof AppError) return [];
    throw thrown;
  }
}

/** Takes this very entry out, whether or not its name is given once more. */
export function removeEntry({ text }: FixInput, { object, property, name }: FieldNode, title?: string): Candidate {
  return { title: title ?? `Remove \`${shortName(name)}\``, changes: removeProperty(text, object, property) };
}

/** Takes the entry out and writes its value at `path`, such as `training.learning_rate`. */
export function moveEntry(
  input: FixInput,
  { object, property }: FieldNode,
  title: string,
  path: string,
  value: unknown,
): Candidate[] {
  const edited = new EditedText(input.text);
  edited.apply(removeProperty(input.text, object, property));
  try {
    edited.apply(editFields(edited.text, [{ field: path, value }]));
  } catch (thrown) {
    if (thrown instanceof AppError) return [];
    throw thrown;
  }
  return [{ title, changes: edited.edits(), reveals: path }];
}

/** Writes `content` over a place. */
export function replaceAt(place: { offset: number; length: number }, title: string, content: string): Candidate {
  return { title, changes: [{ offset: place.offset, length: place.length, content }] };
}

/** The first of them is the one that is meant. */
export function preferFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.map((candidate, index) => (index === 0 ? { ...candidate, isPreferred: true } : candidate));
}

/** A name as a title can show it. */
export function shortName(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

/** What a hint proposes: `Did you mean "squad/train.json"?`, or a name between backticks. */
export function meantIn(hint: string): string | undefined {
  const quoted = /[Dd]id you mean (?:the folder )?("(?:[^"\\]|\\.){1,4096}")\?/.exec(hint)?.[1];
  return quoted === undefined ? /[Dd]id you mean `([^`]{1,200})`\?/.exec(hint)?.[1] : String(JSON.parse(quoted));
}

/** Where the entry's value stands, and what the hint says was meant. */
export function meantValue(input: FixInput, meant: string | undefined): Candidate[] {
  const entry = input.nodes.around(input.diagnostic);
  if (!entry || meant === undefined) return [];
  const place = entry.value.type === 'array' ? input.diagnostic : rangeOf(entry.value);
  return [{ ...replaceAt(place, `Change to ${JSON.stringify(meant)}`, JSON.stringify(meant)), isPreferred: true }];
}

/** Sets one field to each of these values; null takes it out. */
export function choose(input: FixInput, field: string, values: readonly unknown[]): Candidate[] {
  const name = field.slice(field.indexOf('.') + 1);
  return values.flatMap((value) =>
    setFields(input, value === null ? `Remove \`${name}\`` : `Set \`${name}\` to ${JSON.stringify(value)}`, [
      { field, value },
    ]),
  );
}
