// The whole page, from the verdict down. Every part keeps its elements while its figures change.

import * as l10n from '@vscode/l10n';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { curveColours } from '../../common/palette.ts';
import { readTheme } from '../../common/theme.ts';
import type { PlanView } from '../../../src/shared/messages/plan.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import { adviceModel } from '../models/advice.ts';
import { bannerModel } from '../models/banner.ts';
import { batchModel } from '../models/batch.ts';
import { figureGroups } from '../models/figures.ts';
import { replicaModel } from '../models/memory.ts';
import { pipelineModel, pipelineTable } from '../../common/pipeline/model.ts';
import { podModel } from '../models/pod.ts';
import { suggestionsModel } from '../models/suggestions.ts';
import type { PageState, Search } from '../state.ts';
import { createAdvice, type AdviceActions } from './advice.ts';
import { createBanner } from './banner.ts';
import { createBatch } from './batch.ts';
import { createFigures } from './figures.ts';
import { createPipeline } from '../../common/pipeline/view.ts';
import { createPod } from './pod.ts';
import { createReplica } from './replica.ts';
import { createSuggestions, type SuggestionsActions } from './suggestions.ts';

export interface PageActions extends AdviceActions, SuggestionsActions {
  readonly dismissError: () => void;
}

export interface Page {
  draw(state: PageState): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

export function createPage(body: HTMLElement, actions: PageActions): Page {
  const error = createNotice('error', actions.dismissError);
  const loading = create('vscode-progress-ring', { class: 'loading', 'aria-label': l10n.t('Loading') });
  const empty = createEmptyState();
  const title = createTitle();
  const outdated = createNotice('info');
  const banner = createBanner();
  const advice = createAdvice(actions);
  const parts = createParts(actions);
  const plan = create('article', { class: 'plan' }, banner.element, advice.element, parts.element);
  body.append(create('main', {}, error.element, loading, title.element, outdated.element, empty.element, plan));
  paintSeries(body);

  return {
    draw({ ready, view, search, error: failure }) {
      error.update(failure);
      show(loading, !ready && failure === null);
      title.update(view);
      outdated.update(view?.outdated ? outdatedNotice(view) : null);
      empty.update(ready && (!view || (view.plan === null && view.problems.length === 0)), view);
      show(plan, view !== null);
      if (!view) return;
      setAttributes(plan, { 'data-outdated': view.outdated });
      show(banner.element, view.plan !== null);
      if (view.plan) banner.update(bannerModel(view.plan));
      advice.update(adviceModel(view));
      show(parts.element, view.plan !== null);
      if (view.plan) parts.update(view, view.plan, search);
    },
    repaint() {
      paintSeries(body);
      parts.repaint();
    },
  };
}

function createParts(actions: PageActions) {
  const pod = createPod();
  const replica = createReplica('data-ipu');
  const inference = createReplica('data-inference-ipu');
  const pipeline = createPipeline();
  const batch = createBatch();
  const figures = createFigures();
  const suggestions = createSuggestions(actions);
  const evaluation = create('details', { class: 'evaluation' }, create('summary', {}, l10n.t('Layout of evaluation')));
  evaluation.append(inference.element);
  const element = create('div', { class: 'parts' }, pod.element, replica.element, evaluation, pipeline.element);
  element.append(batch.element, figures.element, suggestions.element);
  return {
    element,
    update(view: PlanView, plan: Plan, search: Search) {
      const training = plan.mode === 'training';
      pod.update(podModel(plan));
      replica.update(replicaModel(plan.ipus, l10n.t('One replica')));
      show(evaluation, training && plan.inferenceIpus.length > 0);
      inference.update(replicaModel(training ? plan.inferenceIpus : [], l10n.t('One replica in evaluation')));
      batch.update(batchModel(plan, view.samples));
      figures.update(figureGroups(plan));
      const model = search.state === 'found' ? suggestionsModel(search.found, plan) : null;
      suggestions.update({ state: search.state, outdated: search.state === 'found' && search.outdated, model });
      // Last: writing on its canvas asks for the page's styles, which should have to be worked out once only.
      pipeline.update(pipelineModel(plan), () => pipelineTable(plan));
    },
    repaint: () => pipeline.repaint(),
  };
}

function createTitle() {
  const name = create('h1');
  const about = create('p', { class: 'about' });
  const element = create('header', { class: 'title' }, name, about);
  return {
    element,
    update(view: PlanView | null) {
      show(element, view !== null);
      setText(name, view?.experiment ?? '');
      setText(about, view ? [view.task, view.model, view.file].filter((text) => text !== '').join(' · ') : '');
    },
  };
}

function outdatedNotice({ plan }: PlanView) {
  return {
    message: l10n.t('The file cannot be planned at the moment.'),
    hint: plan
      ? l10n.t('This is the plan of the last state that could be.')
      : l10n.t('Its plan appears as soon as it can.'),
  };
}

function createEmptyState() {
  const title = create('h1');
  const text = create('p');
  const element = create('div', { class: 'empty', 'data-role': 'empty' }, title, text);
  return {
    element,
    update(visible: boolean, view: PlanView | null) {
      show(element, visible);
      setText(title, view ? l10n.t('No plan yet') : l10n.t('No experiment file'));
      setText(
        text,
        view
          ? l10n.t('Its plan appears here as soon as the file can be planned.')
          : l10n.t('Open an experiment file (*.ipu.json); what it would do on a pod appears here while you write it.'),
      );
    },
  };
}

/** The series' colours for the style sheet: one palette for canvases and bars. */
function paintSeries(body: HTMLElement): void {
  for (const [index, colour] of curveColours(readTheme().kind).entries()) {
    body.style.setProperty(`--series-${index + 1}`, colour);
  }
}
