// Which property, metric or field a name of a filter means, and how a value behind it is read.

import { describeMetric, metrics } from '../metrics.ts';
import { nearestName } from '../nearest.ts';
import { isRunState, runStates } from '../run-state.ts';
import * as fault from './errors.ts';
import {
  aggregates,
  properties,
  type Aggregate,
  type Comparison,
  type FilterNames,
  type FilterValue,
  type PropertyName,
  type Subject,
} from './filter.ts';
import type { Word } from './scanner.ts';
import { parseDuration, parseNumber, parseTime } from './values.ts';

/** Fields that go by a shorter name. */
const shortFields: Readonly<Record<string, string>> = { model: 'model.model_name_or_path' };

const aggregatePattern = new RegExp(`^(${aggregates.join('|')})\\.(.+)$`, 's');

/** What the name means; throws a fault with the nearest name if it means nothing. */
export function subjectOf(word: Word, names: FilterNames): Subject {
  const { text } = word;
  if (Object.hasOwn(properties, text)) return { kind: 'property', name: text as PropertyName };
  if (isKnownMetric(text, names)) return { kind: 'metric', name: text, aggregate: 'last' };
  const path = shortFields[text] ?? fieldOf(text, names);
  if (path !== undefined) return { kind: 'field', path };
  const [, aggregate, metric] = aggregatePattern.exec(text) ?? [];
  if (aggregate !== undefined && metric !== undefined) return metricOf(word, aggregate as Aggregate, metric, names);
  if (text.includes('.') && names.fields === undefined) return { kind: 'field', path: text };
  if (!text.includes('.') && names.metrics === undefined) return { kind: 'metric', name: text, aggregate: 'last' };
  throw fault.nameUnknown(word, text, nearestName(text, allNames(names)));
}

function metricOf(word: Word, aggregate: Aggregate, name: string, names: FilterNames): Subject {
  if (names.metrics !== undefined && !isKnownMetric(name, names)) {
    const nearest = nearestName(name, [...Object.keys(metrics), ...names.metrics]);
    throw fault.nameUnknown(word, word.text, nearest === undefined ? undefined : `${aggregate}.${nearest}`);
  }
  if (aggregate === 'best' && describeMetric(name).better === 'neither') throw fault.noBetter(word, name);
  return { kind: 'metric', name, aggregate };
}

function isKnownMetric(name: string, names: FilterNames): boolean {
  return Object.hasOwn(metrics, name) || (names.metrics?.includes(name) ?? false);
}

/** The field at this place, or the only one of this name in any section. */
function fieldOf(name: string, { fields = [] }: FilterNames): string | undefined {
  if (fields.includes(name)) return name;
  const found = name.includes('.') ? [] : fields.filter((path) => path.endsWith(`.${name}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Every name that may stand before a comparison. */
export function allNames(names: FilterNames): string[] {
  const own = [...Object.keys(properties), 'is', ...Object.keys(shortFields), ...Object.keys(metrics)];
  return [...new Set([...own, ...(names.metrics ?? []), ...(names.fields ?? [])])];
}

const equality: readonly Comparison[] = ['=', '!='];
const containment: readonly Comparison[] = [...equality, '~', '!~'];
const order: readonly Comparison[] = [...equality, '<', '<=', '>', '>='];

/** The value behind a comparison; throws a fault if it does not fit the subject. */
export function valueOf(subject: Subject, name: Word, sign: { readonly sign: Comparison } & fault.Place, value: Word) {
  const require = (fit: readonly Comparison[]): void => {
    if (!fit.includes(sign.sign)) throw fault.comparisonUnfit(sign, name.text, sign.sign, fit.join(' '));
  };
  if (subject.kind === 'field') return fieldValue(sign.sign, value);
  const type = subject.kind === 'metric' ? 'number' : properties[subject.name];
  require(type === 'text' ? containment : type === 'state' ? equality : order);
  const isShare = subject.kind === 'metric' && describeMetric(subject.name).unit === 'share';
  return readers[type](value, isShare);
}

const readers: Readonly<Record<(typeof properties)[PropertyName], (value: Word, isShare: boolean) => FilterValue>> = {
  text: ({ text }) => ({ kind: 'text', text }),
  state(value) {
    const state = value.text.toLowerCase();
    if (isRunState(state)) return { kind: 'state', state };
    throw fault.valueUnknown(value, 'state', value.text, nearestName(value.text, runStates), runStates.join(', '));
  },
  number(value, isShare) {
    const parsed = parseNumber(value.text, isShare);
    if (parsed === undefined) throw fault.numberExpected(value, value.text);
    return { kind: 'number', value: parsed };
  },
  duration(value) {
    const ms = parseDuration(value.text);
    if (ms === undefined) throw fault.durationExpected(value, value.text);
    return { kind: 'duration', text: value.text, ms };
  },
  time(value) {
    const ms = parseDuration(value.text);
    if (ms !== undefined) return { kind: 'duration', text: value.text, ms };
    if (parseTime(value.text, 0) === undefined) throw fault.timeExpected(value, value.text);
    return { kind: 'time', text: value.text };
  },
};

/** Fields hold anything: what looks like a number is one, unless it is quoted. */
function fieldValue(sign: Comparison, value: Word): FilterValue {
  const parsed = value.quoted ? undefined : parseNumber(value.text);
  const wantsText = sign === '~' || sign === '!~';
  if (parsed !== undefined && !wantsText) return { kind: 'number', value: parsed };
  if (wantsText || equality.includes(sign)) return { kind: 'text', text: value.text };
  throw fault.numberExpected(value, value.text);
}

/** The comparison that `:` stands for: texts contain what is behind it; tags, figures and switches are equal to it. */
export function colonComparison(subject: Subject, value: Word): Comparison {
  if (subject.kind === 'metric') return '=';
  if (subject.kind === 'field') return isFigure(value.text) ? '=' : '~';
  return properties[subject.name] === 'text' && subject.name !== 'tag' ? '~' : '=';
}

function isFigure(text: string): boolean {
  return parseNumber(text) !== undefined || /^(true|false)$/i.test(text);
}
