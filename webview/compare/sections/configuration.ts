// The fields in which the experiments differ, and on demand all of them.

import * as l10n from '@vscode/l10n';
import { create, setText, show } from '../../common/dom.ts';
import { countDiffering, fieldGroups } from '../models/rows.ts';
import type { ComparedRun, CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createButton, createCheck } from '../views/controls.ts';
import { createRunTable } from '../views/run-table.ts';
import { attempt } from './attempt.ts';

const allName = 'configuration.all';

export function createConfiguration(parts: SectionParts): Section {
  const { ask, memory, highlight } = parts;
  let showAll = memory.recall(allName) === true;
  let last: CompareView | null = null;
  const check = createCheck(l10n.t('Fields that are the same too'), 'all-fields', (checked) => {
    showAll = checked;
    memory.keep(allName, showAll);
    if (last) update(last);
  });
  const words = create('p', { class: 'hint' });
  const table = createRunTable(l10n.t('Field'), highlight);
  const tail = {
    label: l10n.t('Side by side'),
    cell(run: ComparedRun): HTMLElement | null {
      const baseline = last?.baseline?.runId;
      if (run.isBaseline || baseline === undefined) return null;
      const open = (): void =>
        attempt(parts, () => ask('compare/open-diff', { runId: run.runId, baseline, of: 'experiment' }));
      const button = createButton(l10n.t('Open diff'), 'open-experiments', open);
      button.setAttribute('aria-label', l10n.t('Open diff of the experiments of {0} and the baseline', run.letter));
      return button;
    },
  };
  const update = (view: CompareView): void => {
    last = view;
    const { facts } = view;
    check.update(showAll, facts !== null);
    const groups = facts ? fieldGroups(view.runs, facts, showAll) : [];
    setText(words, facts ? wordsOf(view, groups.length) : l10n.t('Reading the experiments…'));
    show(words, words.textContent !== '');
    show(table.element, groups.length > 0);
    table.update(view.runs, groups, tail);
  };
  return {
    id: 'configuration',
    title: l10n.t('Configuration'),
    element: create('div', {}, create('div', { class: 'controls' }, check.element), words, table.element),
    update,
    summary: ({ facts }) => (facts ? summaryOf(countDiffering(facts)) : ''),
  };
}

function summaryOf({ differing, all }: ReturnType<typeof countDiffering>): string {
  if (differing === 0) return l10n.t('the same in all {0} fields', all);
  if (differing === 1) return l10n.t('1 of {0} fields differs', all);
  return l10n.t('{0} of {1} fields differ', differing, all);
}

function wordsOf({ facts, runs }: CompareView, groups: number): string {
  const lacking = runs.filter(({ runId }) => {
    const place = facts!.runIds.indexOf(runId);
    return place >= 0 && facts!.fields.every(({ cells }) => cells[place] === null);
  });
  if (lacking.length > 0) {
    const letters = lacking.map(({ letter }) => letter).join(', ');
    return l10n.t('The experiment cannot be read of: {0}.', letters);
  }
  return groups === 0 ? l10n.t('The experiments are the same in every field.') : '';
}
