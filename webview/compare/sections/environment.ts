// What the runs were made with: machine, versions, commit, and the uncommitted changes that they recorded.

import * as l10n from '@vscode/l10n';
import { create, setText, show } from '../../common/dom.ts';
import { factRows } from '../models/rows.ts';
import type { ComparedRun, CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createButton, createCheck } from '../views/controls.ts';
import { createRunTable } from '../views/run-table.ts';
import { attempt } from './attempt.ts';

const allName = 'environment.all';

export function createEnvironment(parts: SectionParts): Section {
  const { ask, memory, highlight } = parts;
  let showAll = memory.recall(allName) === true;
  let last: CompareView | null = null;
  const check = createCheck(l10n.t('What is the same too'), 'all-facts', (checked) => {
    showAll = checked;
    memory.keep(allName, showAll);
    if (last) update(last);
  });
  const words = create('p', { class: 'hint' });
  const table = createRunTable(l10n.t('Environment'), highlight);
  const hasDiff = (run: ComparedRun | null): boolean =>
    run !== null && (last?.facts?.hasDiff[last.facts.runIds.indexOf(run.runId)] ?? false);
  const tail = {
    label: l10n.t('Recorded diff'),
    cell(run: ComparedRun): HTMLElement | null {
      const baseline = last?.baseline ?? null;
      if (baseline === null || run.isBaseline || !(hasDiff(run) || hasDiff(baseline))) return null;
      const params = { runId: run.runId, baseline: baseline.runId, of: 'uncommitted' } as const;
      const open = (): void => attempt(parts, () => ask('compare/open-diff', params));
      const button = createButton(l10n.t('Open diff'), 'open-uncommitted', open);
      const label = l10n.t('Open diff of the uncommitted changes of {0} and the baseline', run.letter);
      button.setAttribute('aria-label', label);
      return button;
    },
  };
  const update = (view: CompareView): void => {
    last = view;
    const { facts, runs } = view;
    const rows = facts ? factRows(runs, facts, showAll) : [];
    check.update(showAll, facts !== null);
    setText(words, facts ? '' : l10n.t('Reading what the runs were made with…'));
    if (facts && rows.length === 0) setText(words, same());
    show(words, words.textContent !== '');
    show(table.element, rows.length > 0);
    const isAnyDiff = runs.some((run) => hasDiff(run));
    table.update(runs, [{ label: '', rows }], isAnyDiff ? tail : undefined);
  };
  return {
    id: 'environment',
    title: l10n.t('Environment'),
    element: create('div', {}, create('div', { class: 'controls' }, check.element), words, table.element),
    update,
    summary({ facts }) {
      const names = facts?.environment.filter(({ differs }) => differs).map(({ name }) => name) ?? [];
      if (!facts) return '';
      return names.length === 0 ? l10n.t('the same') : l10n.t('differs in: {0}', names.join(', '));
    },
  };
}

function same(): string {
  return l10n.t('Commit, versions, execution provider and machine are the same.');
}
