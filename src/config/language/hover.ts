// What is told about the entry under the pointer: the value that it has in the end and where from, and what follows from it. What the
// field means is the schema's hover, beside this one. Pure; src/language/hover.ts gathers what it needs.

import type { HoverText } from '../../shared/language.ts';
import { AppError } from '../../shared/errors.ts';
import type { Inherited } from '../extends.ts';
import { type Experiment, type SectionName, sectionFields } from '../fields.ts';
import type { SampleCounts } from '../plan-input.ts';
import { indexLines } from '../problem.ts';
import { publishedConfiguration } from '../published/configurations.ts';
import { expandSweep, isSweep, type SweepCombination } from '../sweep.ts';
import { batchConsequences } from './batch-consequences.ts';
import { type Consequences, consequentOf, worked } from './consequence.ts';
import {
  describeEffective,
  describeField,
  describeOrigin,
  fieldAt,
  showValue,
  valueAt,
  type Values,
} from './effective.ts';
import { FieldNodes } from './field-nodes.ts';
import { codeSpan, formatCount, formatPlural, plainText } from './figures.ts';
import { ipuConsequences } from './ipu-consequences.ts';
import { type Pointed, pointedAt } from './pointed.ts';
import { findSecrets } from './secrets.ts';

/** What a text says, what it extends says, and how large its data are. */
export interface HoverInput extends Values {
  /** The entries of `extends`, in the order of the file, each with what it brings. */
  readonly parents: readonly (Pick<Inherited, 'values' | 'origins'> & { readonly name: string })[];
  /** Null: not counted yet. */
  readonly samples: SampleCounts | null;
}

/** What to tell about the entry at `offset`; null where there is nothing to tell. Never throws. */
export function hover(text: string, offset: number, input: HoverInput): HoverText | null {
  const pointed = pointedAt(new FieldNodes(text), offset);
  if (!pointed) return null;
  const parts = describe(pointed, text, input).filter((part) => part !== '');
  return parts.length === 0 ? null : { markdown: withoutSecrets(parts.join('\n\n')), range: pointed.range };
}

/** A last guard: what other files say, or the labels of a sweep, may hold some, too. */
function withoutSecrets(markdown: string): string {
  return findSecrets(markdown)
    .toReversed()
    .reduce((text, { offset, length }) => `${text.slice(0, offset)}…${text.slice(offset + length)}`, markdown);
}

function describe(pointed: Pointed, text: string, input: HoverInput): string[] {
  const { path, key } = pointed.entry;
  if (path === 'extends') return describeParents(pointed.index, input);
  if (Object.hasOwn(sectionFields, path)) return describeSection(path as SectionName, input);
  const field = fieldAt(path);
  // Words for people have no effect.
  if (path === 'description') return [];
  // A flag of `extra_args`, a parameter of a sweep, an unknown name: told by the schema or by the diagnostics.
  if (!field) return [];
  if (hasSecret(text, pointed)) return ['The value looks like a secret and is not repeated here.'];
  const line = indexLines(text)(key.offset).line;
  const facts = [describeEffective(path, line, input), describeField(field)].filter((part) => part !== '');
  return [facts.join(' · '), consequence(path, input)];
}

function hasSecret(text: string, { entry: { property } }: Pointed): boolean {
  const end = property.offset + property.length;
  return findSecrets(text).some(({ offset, length }) => offset < end && offset + length > property.offset);
}

const consequences: Consequences = {
  ...batchConsequences,
  ...ipuConsequences,
  'sweep.method': sweepRuns,
  'sweep.count': sweepRuns,
  'sweep.parameters': sweepRuns,
  'sweep.concurrency': sweepRuns,
};

function consequence(path: string, { examined, samples }: HoverInput): string {
  // What follows a fault is not known: the experiment may be another one altogether.
  if (!examined.readable) return '';
  if (path === 'model.model_name_or_path') return plainText(withoutSecrets(examined.modelNote));
  const draw = Object.hasOwn(consequences, path) ? consequences[path] : undefined;
  const found = draw?.(consequentOf(examined.experiment, samples)) ?? null;
  if (!found) return '';
  return found.isModelled ? `${found.markdown} *Modelled, not measured.*` : found.markdown;
}

function describeSection(section: SectionName, input: HoverInput): string[] {
  const inherited = Object.keys(valueAt(input.inherited.values, section) ?? {}).filter((name) => {
    const origin = input.examined.setIn(`${section}.${name}`);
    return 'published' in origin || ('file' in origin && origin.file !== input.file);
  });
  const lines = listFields(inherited, mostFields, (name) => {
    const path = `${section}.${name}`;
    const value = showValue(path, valueAt(input.examined.experiment, path));
    return `- \`${name}\`: ${value}, from ${describeOrigin(input.examined.setIn(path), input.file)}`;
  });
  const list = inherited.length === 0 ? '' : ['**Inherited here:**', ...lines].join('\n');
  return [list, section === 'sweep' ? consequence('sweep.method', input) : ''];
}

/** More lines than this nobody reads at a glance. */
const mostFields = 12;

function listFields(names: readonly string[], most: number, show: (name: string) => string): string[] {
  const rest = names.length - most;
  return [...names.slice(0, most).map(show), ...(rest > 0 ? [`- and ${formatPlural(rest, 'field')} more`] : [])];
}

/** What one parent brings, or all of them. */
function describeParents(index: number | null, input: HoverInput): string[] {
  const parent = input.parents[index ?? (input.parents.length === 1 ? 0 : -1)];
  const published = parent && publishedConfiguration(parent.name);
  const about = published ? `${plainText(published.summary)}. From ${plainText(published.source)}.` : '';
  return [about, describeBrought(parent ?? input.inherited, input)];
}

function describeBrought({ values, origins }: HoverInput['inherited'], { examined, file }: HoverInput): string {
  // That they extend others is no field that one inherits.
  const paths = [...origins.keys()].filter((path) => path !== 'extends');
  if (paths.length === 0) return 'Brings nothing.';
  const isOwn = (path: string): boolean => {
    const origin = examined.setIn(path);
    return 'file' in origin && origin.file === file;
  };
  const own = paths.filter(isOwn).length;
  const over = own === 0 ? '' : `, ${formatCount(own)} of which this file sets itself`;
  const lines = listFields(paths, mostFields, (path) => {
    return `- ${codeSpan(path)}: ${showValue(path, valueAt(values, path))}${isOwn(path) ? ' (set here)' : ''}`;
  });
  return [`Brings **${formatPlural(paths.length, 'field')}**${over}:`, ...lines].join('\n');
}

function sweepRuns({ experiment }: Parameters<Consequences[string]>[0]): ReturnType<Consequences[string]> {
  if (!isSweep(experiment)) return null;
  try {
    return worked(describeRuns(expandSweep(experiment), experiment.sweep));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return worked(plainText(withoutSecrets(`${thrown.message} ${thrown.hint}`)));
  }
}

function describeRuns(runs: readonly SweepCombination[], { concurrency, parameters }: Experiment['sweep']): string {
  const count = `**${formatPlural(runs.length, 'run')}**`;
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last || runs.length === 1) return `${count}.`;
  const together = Math.min(concurrency, runs.length);
  const pace = together > 1 ? `${formatCount(together)} at a time` : 'one after the other';
  // Labels cut long texts, and what is left of a secret would not be recognised.
  if (findSecrets(JSON.stringify(parameters)).length > 0) return `${count}, ${pace}.`;
  return `${count}, ${pace}: ${codeSpan(first.label)} … ${codeSpan(last.label)}.`;
}
