// Quick fixes of an experiment's diagnostics. Every candidate is tried out on the text first: it is offered only if its diagnostic is gone
// then and no error is new, so that a fix never makes things worse.

import type { Diagnostic, QuickFix, TextRange } from '../../shared/language.ts';
import { EditedText } from '../edited-text.ts';
import { readJsonTree } from '../json-tree.ts';
import type { SampleCounts } from '../plan-input.ts';
import { diagnose, type Examined } from './diagnose.ts';
import { FieldNodes } from './field-nodes.ts';
import type { Candidate } from './fixes/candidate.ts';
import { fixerOf } from './fixes/rules.ts';

/** A text with what is known of it, and how another one would be examined. */
export interface FixableText {
  readonly text: string;
  readonly examined: Examined;
  readonly samples: SampleCounts | null;
  readonly examine: (text: string) => Promise<Examined>;
}

/** Diagnostics whose fixes are worked out at a time: one marks a line, not a file, before asking for fixes. */
const mostDiagnostics = 12;
const mostFixes = 8;

/** The fixes of the diagnostics that touch this place. Never throws. */
export async function quickFixes(fixable: FixableText, place: TextRange): Promise<QuickFix[]> {
  const { text, examined, samples } = fixable;
  const present = diagnose(text, examined, samples);
  const touched = present.filter((diagnostic) => touches(diagnostic, place)).slice(0, mostDiagnostics);
  const fixes: QuickFix[] = [];
  for (const diagnostic of touched) fixes.push(...(await fixesOf(fixable, diagnostic, present)));
  return fixes;
}

/** The fixes of one diagnostic, the likeliest first; the preferred one, if there is one, is the first. */
export async function fixesOf(
  { text, examined, samples, examine }: FixableText,
  diagnostic: Diagnostic,
  present: readonly Diagnostic[],
): Promise<QuickFix[]> {
  const { experiment } = examined;
  const { code, offset, length } = diagnostic;
  const candidates = fixerOf(code)({ text, nodes: new FieldNodes(text), experiment, samples, diagnostic });
  const fixes: QuickFix[] = [];
  const seen = new Set([text]);
  for (const candidate of candidates) {
    const { title, changes, isPreferred = false } = candidate;
    if (fixes.length === mostFixes) break;
    const changed = applyChanges(text, changes);
    if (seen.has(changed)) continue;
    seen.add(changed);
    if (!(await mends({ text, changed, reveals: candidate.reveals, samples, examine }, diagnostic, present))) continue;
    fixes.push({ title, code, range: { offset, length }, isPreferred, changes });
  }
  return fixes;
}

/** A text with these changes. */
export function applyChanges(text: string, changes: Candidate['changes']): string {
  const edited = new EditedText(text);
  edited.apply(changes);
  return edited.text;
}

interface Trial {
  readonly text: string;
  readonly changed: string;
  readonly reveals: string | undefined;
  readonly samples: SampleCounts | null;
  readonly examine: FixableText['examine'];
}

/** The diagnostic is gone from the changed text, and no error is there that was not before, but for what a value reveals. */
async function mends(trial: Trial, diagnostic: Diagnostic, present: readonly Diagnostic[]): Promise<boolean> {
  const { text, changed, reveals, samples, examine } = trial;
  if (diagnostic.code === 'json-syntax') return mendsSyntax(text, changed);
  const after = diagnose(changed, await examine(changed), samples);
  const countOf = (code: string, among: readonly Diagnostic[]): number =>
    among.filter((each) => each.code === code).length;
  if (countOf(diagnostic.code, after) >= countOf(diagnostic.code, present)) return false;
  const revealed = reveals === undefined ? undefined : new FieldNodes(changed).get(reveals)?.property;
  const errors = after
    .filter(({ severity }) => severity === 'error')
    .filter((each) => !(revealed && isWithin(each, revealed)));
  return errors.every(({ code }) => countOf(code, errors) <= countOf(code, present));
}

function isWithin({ offset, length }: TextRange, outer: TextRange): boolean {
  return outer.offset <= offset && offset + length <= outer.offset + outer.length;
}

/** The first fault is gone: there is none, or it comes later in what has not been changed. What follows a fault was not yet looked at. */
function mendsSyntax(text: string, changed: string): boolean {
  const before = readJsonTree(text).fault;
  const after = readJsonTree(changed).fault;
  if (!after || !before) return true;
  return after.code === 'json-syntax' && text.length - before.offset > changed.length - after.offset;
}

function touches({ offset, length }: TextRange, place: TextRange): boolean {
  return offset <= place.offset + place.length && place.offset <= offset + length;
}
