// The runs that are compared, one chip each: mark, name, state, and what can be done with it. It is the legend of all drawings.

import * as l10n from '@vscode/l10n';
import { stateLabels } from '../../../src/shared/run-text.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import type { Highlight } from '../highlight.ts';
import type { ComparedRun } from '../models/view.ts';
import { createRunMark } from './run-mark.ts';

export interface RunActions {
  readonly setBaseline: (runId: string) => void;
  readonly remove: (runId: string) => void;
  readonly open: (runId: string) => void;
}

export interface RunChip extends ComparedRun {
  /** It is among those that the drawings show. */
  readonly isShown: boolean;
}

export interface RunStrip {
  readonly element: HTMLElement;
  update(runs: readonly RunChip[]): void;
}

export function createRunStrip(highlight: Highlight, actions: RunActions): RunStrip {
  const element = create('ul', { class: 'run-strip', 'aria-label': l10n.t('Compared runs'), tabindex: 0 });
  const update = createList<RunChip>(element, () => createChip(highlight, actions));
  highlight.listen((runId) => {
    for (const chip of element.children) {
      chip.classList.toggle('highlighted', runId !== null && chip.getAttribute('data-run-id') === runId);
    }
  });
  return { element, update };
}

function createChip(highlight: Highlight, actions: RunActions): Item<RunChip> {
  let runId = '';
  const mark = createRunMark();
  const name = button('chip-name', () => actions.open(runId));
  const state = create('span', { class: 'chip-state' });
  const baselineTag = create('span', { class: 'chip-tag' }, l10n.t('baseline'));
  const baseline = button('chip-action', () => actions.setBaseline(runId));
  baseline.textContent = l10n.t('Set as baseline');
  const remove = button('chip-action', () => actions.remove(runId));
  remove.textContent = '✕';
  const element = create('li', { class: 'chip' }, mark.element, name, state, baselineTag, baseline, remove);
  highlight.attach(element, () => runId);
  return {
    element,
    update(run) {
      runId = run.runId;
      mark.update(run);
      setAttributes(element, {
        'data-run-id': runId,
        'data-state': run.summary.state,
        'data-baseline': run.isBaseline,
      });
      element.classList.toggle('left-out', !run.isShown);
      setText(name, run.name);
      setAttributes(name, { title: l10n.t('Open {0} in the dashboard', run.runId) });
      setText(state, stateLabels[run.summary.state]);
      show(baselineTag, run.isBaseline);
      show(baseline, !run.isBaseline);
      setAttributes(baseline, { 'aria-label': l10n.t('Set as baseline: {0} {1}', run.letter, run.name) });
      setAttributes(remove, {
        'aria-label': l10n.t('Take {0} {1} out of the comparison', run.letter, run.name),
        title: l10n.t('Take out of the comparison'),
      });
    },
  };
}

function button(className: string, onClick: () => void): HTMLButtonElement {
  const element = create('button', { type: 'button', class: className });
  element.addEventListener('click', onClick);
  return element;
}
