// What may be written next in a filter: names, the values of a name, and the words between conditions.

import * as l10n from '@vscode/l10n';
import { describeMetric, metrics } from '../metrics.ts';
import { runStates } from '../run-state.ts';
import { aggregates, flags, properties, type FilterNames } from './filter.ts';
import { quoteIfNeeded } from './print.ts';
import { allNames } from './subjects.ts';

/** A proposal. */
export interface FilterProposal {
  /** What is written in place of what stands there. */
  readonly text: string;
  /** What it is, in a few words; may be empty. */
  readonly detail: string;
}

/** Proposals for the part of the text from `from` to `to`. */
export interface FilterCompletion {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly FilterProposal[];
}

/** More would not be read. */
const mostProposals = 50;

/** What may stand where the caret is. */
export function completeFilter(text: string, caret: number, names: FilterNames = {}): FilterCompletion {
  const before = text.slice(0, caret);
  const [, name, value] = /(?:^|[\s(])([\p{L}_]+):([^\s()]*)$/u.exec(before) ?? [];
  if (name !== undefined && value !== undefined) {
    return { from: caret - value.length, to: endOf(text, caret), proposals: choose(value, valuesFor(name, names)) };
  }
  const word = /[^\s()":<>=~!]*$/.exec(before)?.[0] ?? '';
  // Behind a sign stands a value, which only the user knows.
  if (/[<>=~]\s*$/.test(before.slice(0, caret - word.length))) return { from: caret, to: caret, proposals: [] };
  return { from: caret - word.length, to: endOf(text, caret), proposals: choose(word, namesFor(word, names)) };
}

/** Where the word ends that the caret is in. */
function endOf(text: string, caret: number): number {
  return caret + (/^[^\s()":<>=~!]*/.exec(text.slice(caret))?.[0].length ?? 0);
}

function choose(typed: string, all: readonly FilterProposal[]): FilterProposal[] {
  const wanted = typed.toLowerCase().replace(/^"/, '');
  const rank = ({ text }: FilterProposal): number => {
    const at = text.toLowerCase().indexOf(wanted);
    return at === 0 ? 0 : at > 0 ? 1 : 2;
  };
  return all
    .filter((proposal) => rank(proposal) < 2 && proposal.text !== typed)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostProposals);
}

function valuesFor(name: string, { tags = [], groups = [] }: FilterNames): FilterProposal[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    state: runStates,
    is: flags,
    tag: tags,
    group: groups,
    started: ['today', 'yesterday'],
    ended: ['today', 'yesterday'],
  };
  return (Object.hasOwn(values, name) ? values[name]! : []).map((text) => ({ text: quoteIfNeeded(text), detail: '' }));
}

function namesFor(word: string, names: FilterNames): FilterProposal[] {
  const aggregate = aggregates.find((one) => word.startsWith(`${one}.`));
  if (aggregate !== undefined) {
    return [...new Set([...(names.metrics ?? []), ...Object.keys(metrics)])]
      .filter((name) => aggregate !== 'best' || describeMetric(name).better !== 'neither')
      .map((name) => ({ text: `${aggregate}.${name}`, detail: describeMetric(name).label }));
  }
  const own = propertyDetails();
  const others = allNames(names)
    .filter((name) => !Object.hasOwn(properties, name) && name !== 'is' && name !== 'model')
    .map((name) => ({ text: name, detail: detailOf(name, names) }));
  return [...own, ...others, ...wordDetails(word)];
}

function detailOf(name: string, names: FilterNames): string {
  if (Object.hasOwn(metrics, name)) return describeMetric(name).label;
  return names.fields?.includes(name) === true ? l10n.t('field') : l10n.t('metric');
}

function propertyDetails(): FilterProposal[] {
  return [
    { text: 'state:', detail: l10n.t('state:running') },
    { text: 'is:', detail: l10n.t('is:starred, is:archived') },
    { text: 'tag:', detail: l10n.t('has the tag') },
    { text: 'name:', detail: l10n.t('name contains') },
    { text: 'group:', detail: l10n.t('group contains') },
    { text: 'sweep:', detail: l10n.t('sweep contains') },
    { text: 'notes:', detail: l10n.t('notes contain') },
    { text: 'model:', detail: l10n.t('model contains') },
    { text: 'source:', detail: l10n.t('experiment file contains') },
    { text: 'id:', detail: l10n.t('id contains') },
    { text: 'started', detail: l10n.t('started < 2d: within two days; started > 2026-03-01') },
    { text: 'ended', detail: l10n.t('ended < 1h: within the last hour') },
    { text: 'duration', detail: l10n.t('duration > 1h30min') },
    { text: 'step', detail: l10n.t('weight updates done') },
    { text: 'points', detail: l10n.t('recorded points') },
    ...aggregates.map((aggregate) => ({ text: `${aggregate}.`, detail: l10n.t('value of a metric') })),
  ];
}

/** `and`, `or`, `not`: only once something is typed, so that they do not crowd the list. */
function wordDetails(word: string): FilterProposal[] {
  if (word === '') return [];
  return ['and', 'or', 'not'].map((text) => ({ text, detail: '' }));
}
