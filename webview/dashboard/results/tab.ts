// The Results tab: scores, the parts of the questions, the list with one question beside it, and the Ask box. Joins controller and views.

import './results.css';
import * as l10n from '@vscode/l10n';
import { isActive } from '../../../src/shared/run-state.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { create, setChildren, setText, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import type { RunView, Tab, TabParts } from '../tab.ts';
import { createAskBox } from './ask.ts';
import { createResultsController } from './controller.ts';
import { createDetailView } from './detail.ts';
import { createFilters } from './filters.ts';
import { createGroups } from './groups.ts';
import { createQuestionList } from './list.ts';
import { emptyText, flipTexts, hasList, runLabel } from './models.ts';
import { createScores } from './scores.ts';
import { withGroup, type ResultsState } from './state.ts';

export function createResultsTab(parts: TabParts): Tab {
  let view: RunView | null = null;
  let state: ResultsState | null = null;
  const controller = createResultsController(parts, (next) => {
    state = next;
    if (view) draw(view, next);
  });
  const scores = createScores();
  const groups = createGroups((grouping, key) => {
    if (state) controller.change({ filters: withGroup(state.settings.filters, grouping, key) });
  });
  const filters = createFilters((changes) => controller.change(changes), parts.clock);
  const list = createQuestionList({ onNeed: controller.need, onSelect: controller.select });
  const ask = createAskBox((modelId, question, context) => void controller.ask(modelId, question, context));
  const detail = createDetailView((question, context) => ask.fill(question, context));
  const failure = createNotice('error');
  const cautions = create('div', { class: 'cautions' });
  const empty = create('p', { class: 'hint no-predictions' });
  const loading = create('p', { class: 'hint', role: 'status' }, l10n.t('Reading the predictions…'));
  const noneLeft = create('p', { class: 'hint' }, l10n.t('No question is like that.'));
  const against = create('div', { class: 'against', role: 'status' });
  const explorer = create(
    'section',
    { class: 'explorer', 'aria-label': l10n.t('Predictions') },
    create('h2', {}, l10n.t('Predictions')),
    ...[filters.element, against],
    create('div', { class: 'split' }, create('div', { class: 'list-side' }, list.element, noneLeft), detail.element),
  );
  const body = [failure.element, scores.element, cautions, loading, empty, groups.element, explorer, ask.element];
  const element = create('section', { class: 'results-tab' }, ...body);

  const isOther = createComparer();
  const draw = ({ run, runs, trusted }: RunView, now: ResultsState): void => {
    const { overview, settings, total, flips } = now;
    const listed = hasList(overview);
    // Nothing is wrong with a run that is not evaluated yet, or that never had predictions here.
    const isWithout = !listed && (isActive(run.state) || run.imported !== undefined);
    failure.update(now.failure);
    scores.update(run, now.scores);
    drawCautions(cautions, isWithout ? [] : (overview?.cautions ?? []));
    show(loading, overview === null && now.failure === null);
    show(empty, isWithout && overview !== null);
    setText(empty, emptyText(run));
    show(groups.element, listed);
    show(explorer, listed);
    show(ask.element, !isOtherTask(now));
    ask.update(now, trusted);
    list.update(now);
    show(noneLeft, total === 0);
    // Lines that arrive while somebody scrolls change nothing but the list.
    if (!isOther([overview, settings, total, flips, runs, now.detail])) return;
    groups.update(overview, settings.filters);
    filters.update(now, runs.filter((other) => isComparable(run, other))); // prettier-ignore
    const other = runs.find(({ runId }) => runId === settings.otherRunId);
    const texts = flips && other ? flipTexts(flips, runLabel(other)) : [];
    against.replaceChildren(...texts.map((text) => create('p', {}, text)));
    detail.update(now.detail);
  };
  return {
    element,
    update(next) {
      view = next;
      controller.show(next);
    },
    hide: () => controller.hide(),
    repaint: () => undefined,
  };
}

/** Tells whether any of the values is another one than at the last call. */
function createComparer(): (values: readonly unknown[]) => boolean {
  let last: readonly unknown[] = [];
  return (values) => {
    const isOther = values.some((value, index) => value !== last[index]);
    last = values;
    return isOther;
  };
}

/** Other runs that have been evaluated on questions. */
function isComparable(run: RunSummary, other: RunSummary): boolean {
  const { results } = other;
  return other.runId !== run.runId && ('eval_exact_match' in results || 'eval_exact' in results);
}

/** The run is of a task whose models answer no questions. */
function isOtherTask({ overview }: ResultsState): boolean {
  return overview !== null && overview.task !== null && overview.task !== 'question-answering';
}

function drawCautions(
  parent: HTMLElement,
  cautions: readonly { readonly message: string; readonly hint: string }[],
): void {
  const now = JSON.stringify(cautions);
  if (parent.dataset['shown'] === now) return;
  parent.dataset['shown'] = now;
  const notices = cautions.map((caution) => {
    const notice = createNotice('info');
    notice.update(caution);
    return notice.element;
  });
  setChildren(parent, notices);
}
