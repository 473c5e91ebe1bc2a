// The tabs of a run as wholes, over hosts that answer from fixtures, and parts of them in further states.

import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { browserClock } from '../../common/browser-clock.ts';
import { createCurvesTab } from '../../dashboard/curves/tab.ts';
import { createDetailsTab } from '../../dashboard/details/tab.ts';
import { heatMapModel } from '../../dashboard/ipu/heat-map/model.ts';
import { createHeatMap } from '../../dashboard/ipu/heat-map/view.ts';
import { createIpuTab } from '../../dashboard/ipu/tab.ts';
import { createAskBox } from '../../dashboard/results/ask.ts';
import { createDetailView } from '../../dashboard/results/detail.ts';
import { initialState } from '../../dashboard/results/state.ts';
import { createResultsTab } from '../../dashboard/results/tab.ts';
import type { CreateTab } from '../../dashboard/tab.ts';
import { asking, below, nothing, shortMemory, show, showError, type Component } from '../component.ts';
import { details } from '../fixtures/details.ts';
import { heatMapOf, hostSeriesOf } from '../fixtures/ipu.ts';
import { modelledPlans } from '../fixtures/modelled.ts';
import {
  askedAnswer,
  context,
  predictionDetail,
  predictionOverview,
  predictionRows,
  predictionScores,
} from '../fixtures/predictions.ts';
import { allRuns, completed, curvesOf, detailOf, running } from '../fixtures/runs.ts';
import { answerSeries } from '../fixtures/series.ts';

/** A tab of this run, whose questions get these answers. */
function tab(create: CreateTab, run: RunSummary, answers: Partial<Handlers<DashboardContract>>): Component['draw'] {
  const ask = asking<DashboardContract>(answers);
  const parts = { ask, clock: browserClock, memory: shortMemory(), showError, select: nothing };
  return (stage) => show(create(parts), { run, detail: detailOf(run), runs: allRuns, trusted: true })(stage);
}

const models = [{ id: 'checkpoints/checkpoint-375', step: 375, isLast: true }];

const results: Partial<Handlers<DashboardContract>> = {
  'predictions/overview': () => predictionOverview,
  'predictions/scores': () => predictionScores,
  'predictions/query': () => ({ total: predictionRows.length, rows: predictionRows }),
  'predictions/detail': ({ id }) => predictionDetail(id),
  'ask/models': () => models,
};

const ipu = (ipus: number, points: number): Partial<Handlers<DashboardContract>> => ({
  'runs/series': ({ names }) => hostSeriesOf(90, names ?? []),
  'runs/heat-map': (request) => heatMapOf(ipus, points, request),
  'ipu/plan': () => modelledPlans().fits.plan,
});

/** Parts of the Results tab have their looks inside it. */
function resultsPlace(stage: HTMLElement): HTMLElement {
  const place = below(stage);
  place.classList.add('results-tab');
  return place;
}

const askedOf = (asked: Partial<Parameters<ReturnType<typeof createAskBox>['update']>[0]['asked'] & object>) => {
  const question = {
    question: 'Where does the Rhine end?',
    context,
    modelId: models[0]!.id,
    answer: null,
    error: null,
  };
  return { ...initialState(completed.runId), models, asked: { ...question, ...asked } };
};

/** Each with what was asked, to whom, and what came of it. */
function askBoxes(stage: HTMLElement): void {
  stage.classList.add('is-pair');
  const error = { code: 'model-missing', message: 'The checkpoint is gone.', hint: 'Choose another one.' };
  const states = [
    askedOf({ answer: askedAnswer }),
    askedOf({}),
    askedOf({ error }),
    { ...askedOf({}), models: [], asked: null },
  ];
  for (const state of states) {
    const box = createAskBox(nothing);
    resultsPlace(stage).append(box.element);
    box.update(state, true);
    const question = box.element.querySelector<HTMLInputElement>('[data-input="question"]')!;
    const paragraph = box.element.querySelector<HTMLTextAreaElement>('[data-input="context"]')!;
    [question.value, paragraph.value] = ['Where does the Rhine end?', context];
  }
}

function drawHeatMap(stage: HTMLElement) {
  const map = heatMapOf(16, 200, { quantity: 'utilisation', columns: 200 });
  const values = map.values.map((row, ipu) => row.map((value, at) => (ipu === 9 && at > 80 && at < 120 ? NaN : value)));
  const shown = {
    quantity: 'utilisation',
    isFitted: false,
    source: 'model',
    capacityBytes: null,
    emptyText: '',
  } as const;
  const input = { ...shown, map: { ...map, values }, range: null };
  return show(createHeatMap(nothing), heatMapModel(input))(stage);
}

/** Tabs and their parts. */
export const tabComponents: readonly Component[] = [
  {
    id: 'curves-tab',
    title: 'Curves tab',
    draw: tab(createCurvesTab, completed, { 'runs/series': (request) => answerSeries(curvesOf(375), request) }),
  },
  { id: 'results-tab', title: 'Results tab', draw: tab(createResultsTab, completed, results) },
  {
    id: 'results-tab-running',
    title: 'Results tab: not evaluated yet',
    draw: tab(createResultsTab, running, {
      ...results,
      'predictions/overview': () => ({ ...predictionOverview, questions: 0 }),
    }),
  },
  ...predictionRows.map(({ id }): Component => ({
    id: `prediction-${id}`,
    title: `A question: ${id.slice(2)}`,
    draw: (stage) => show(createDetailView(nothing), predictionDetail(id))(resultsPlace(stage)),
  })),
  { id: 'ask-box', title: 'Ask box: answered, asking, failed, nothing to ask', draw: askBoxes },
  { id: 'ipu-tab', title: 'IPU tab: 4 IPUs', draw: tab(createIpuTab, completed, ipu(4, 375)) },
  {
    id: 'ipu-tab-empty',
    title: 'IPU tab: nothing recorded',
    draw: tab(createIpuTab, completed, { ...ipu(0, 0), 'runs/series': () => [], 'ipu/plan': () => null }),
  },
  { id: 'heat-map', title: 'Heat map of 16 IPUs × 200 times, with a gap', draw: drawHeatMap },
  { id: 'details-tab', title: 'Details tab', draw: tab(createDetailsTab, completed, { 'details/get': () => details }) },
];
