// What is listed, and in which order: outcomes, kinds, words, article, and the run beside this one.

import * as l10n from '@vscode/l10n';
import {
  flips,
  outcomes,
  predictionSorts,
  traits,
  type PredictionSort,
} from '../../../src/shared/messages/predictions.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { create, setText, show } from '../../common/dom.ts';
import type { Clock } from '../../common/pacer.ts';
import { formatCount } from '../../common/quantities.ts';
import { createChip, createChoice } from './controls.ts';
import { countText, flipLabels, outcomeLabels, outcomeSigns, runLabel, sortLabels, traitLabels } from './models.ts';
import { isFiltered, toggled, type ResultsState, type Settings } from './state.ts';

export interface Filters {
  readonly element: HTMLElement;
  /** `others`: runs that this one can be set beside. */
  update(state: ResultsState, others: readonly RunSummary[]): void;
}

/** Typing is waited for so long, so that not every letter asks anew. */
const typingMs = 150;

export function createFilters(onChange: (changes: Partial<Omit<Settings, 'runId'>>) => void, clock: Clock): Filters {
  let settings: Settings | undefined;
  const changeFilters = (changes: Partial<Settings['filters']>): void => {
    if (settings) onChange({ filters: { ...settings.filters, ...changes } });
  };
  const outcomeChips = outcomes.map((outcome) =>
    createChip(() => changeFilters({ outcomes: toggled(settings?.filters.outcomes, outcome) })),
  );
  const traitChips = traits.map((trait) =>
    createChip(() => changeFilters({ traits: toggled(settings?.filters.traits, trait) })),
  );
  const flipChips = flips.map((flip) =>
    createChip(() => changeFilters({ flips: toggled(settings?.filters.flips, flip) })),
  );
  const search = createSearch((text) => onChange({ text }), clock);
  const title = createChoice(l10n.t('Article'), 'title', (value) => {
    const { title: _title, ...rest } = settings?.filters ?? {};
    onChange({ filters: value === '' ? rest : { ...rest, title: value } });
  });
  const sort = createChoice(l10n.t('Order'), 'sort', (value) => onChange({ sort: value as PredictionSort }));
  const other = createChoice(l10n.t('Beside'), 'other', (value) => {
    const { flips: _flips, ...rest } = settings?.filters ?? {};
    onChange({ otherRunId: value === '' ? null : value, filters: rest });
  });
  const clear = create('button', { type: 'button', class: 'chip clear' }, l10n.t('Show all'));
  clear.addEventListener('click', () => onChange({ filters: {}, text: '' }));
  const count = create('span', { class: 'count', role: 'status' });
  const chips = create(
    'div',
    { class: 'chips', role: 'group', 'aria-label': l10n.t('Filters') },
    ...[...outcomeChips, ...traitChips, ...flipChips].map(({ element }) => element),
  );
  const element = create(
    'div',
    { class: 'filters' },
    create('div', { class: 'choices' }, search.element, title.element, sort.element, other.element),
    chips,
    create('div', { class: 'chips' }, count, clear),
  );
  return {
    element,
    update(state, others) {
      ({ settings } = state);
      const { overview, total } = state;
      if (!overview) return;
      const { filters } = settings;
      for (const [index, outcome] of outcomes.entries()) {
        const chip = outcomeChips[index]!;
        const text = `${outcomeSigns[outcome]} ${outcomeLabels()[outcome]} ${formatCount(overview.counts[outcome])}`;
        chip.update(text, filters.outcomes?.includes(outcome) ?? false);
        show(chip.element, overview.counts[outcome] > 0);
      }
      for (const [index, trait] of traits.entries()) {
        const { label, title: hint } = traitLabels()[trait];
        const chip = traitChips[index]!;
        chip.update(`${label} ${formatCount(overview.counts[trait])}`, filters.traits?.includes(trait) ?? false, hint);
        show(chip.element, overview.counts[trait] > 0 || (filters.traits?.includes(trait) ?? false));
      }
      const known = state.flips !== null && !('reason' in state.flips) ? state.flips : null;
      for (const [index, flip] of flips.entries()) {
        const { label, title: hint, sign } = flipLabels()[flip];
        const chip = flipChips[index]!;
        chip.update(`${sign} ${label} ${known ? formatCount(known[flip]) : ''}`.trim(), filters.flips?.includes(flip) ?? false, hint); // prettier-ignore
        show(chip.element, settings.otherRunId !== null);
      }
      search.update(settings.text);
      const titles = overview.titles.map((each) => ({
        value: each.title,
        label: `${each.title.replaceAll('_', ' ')} (${formatCount(each.count)})`,
      }));
      title.update([{ value: '', label: l10n.t('All articles') }, ...titles], filters.title ?? '');
      show(title.element, titles.length > 1);
      sort.update(
        predictionSorts.map((value) => ({ value, label: sortLabels()[value] })),
        settings.sort,
      );
      const runs = others.map((run) => ({ value: run.runId, label: runLabel(run) }));
      other.update([{ value: '', label: l10n.t('No other run') }, ...runs], settings.otherRunId ?? '');
      show(other.element, runs.length > 0);
      setText(count, total === null ? l10n.t('Looking…') : countText(total, overview.questions));
      show(clear, isFiltered(settings));
    },
  };
}

function createSearch(onText: (text: string) => void, clock: Clock) {
  const input = create('input', {
    type: 'search',
    placeholder: l10n.t('Words of question or answer'),
    'data-input': 'search',
  });
  const element = create('label', { class: 'choice search' }, create('span', {}, l10n.t('Search')), input);
  let typed = 0;
  input.addEventListener('input', () => {
    const mine = (typed += 1);
    clock.after(typingMs, () => {
      if (mine === typed) onText(input.value);
    });
  });
  return {
    element,
    update(text: string) {
      // What is being typed is newer than what was last asked.
      if (document.activeElement !== input) input.value = text;
    },
  };
}
