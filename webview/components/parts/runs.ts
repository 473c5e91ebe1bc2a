// Runs: the list, the header in each state, results, the share menu, and the table of all.

import { browserClock } from '../../common/browser-clock.ts';
import { create } from '../../common/dom.ts';
import { headerModel, resultGroups } from '../../dashboard/models.ts';
import { createShareMenu } from '../../dashboard/sharing/share-menu.ts';
import { createRunFacts } from '../../dashboard/table/run-facts.ts';
import { createRunsTable } from '../../dashboard/table/table.ts';
import { createHeader } from '../../dashboard/views/header.ts';
import { createResults } from '../../dashboard/views/results.ts';
import { createRunList } from '../../dashboard/views/run-list.ts';
import { asking, nothing, shortMemory, show, showError, type Component } from '../component.ts';
import { runsOf } from '../fixtures/compare.ts';
import { allRuns, completed, detailOf, nowMs } from '../fixtures/runs.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';

const ask = asking<DashboardContract>({
  'fields/list': () => ['training.seed', 'training.learning_rate'],
  'runs/fields': () => ({}),
  'views/list': () => [],
});

const annotated = (run: RunSummary, index: number): RunSummary =>
  index % 4 === 1
    ? { ...run, annotations: { tags: ['baseline', 'long'], starred: true, notes: 'To be looked at.' } }
    : run;

/** The table says how long ago it was by the clock. */
const untilNow = (run: RunSummary): RunSummary => {
  const elapsedMs = Date.now() - nowMs;
  return { ...run, startedAt: run.startedAt + elapsedMs, lastEventAt: run.lastEventAt + elapsedMs };
};
const thirtyRuns = [...allRuns.map(untilNow), ...runsOf(24)].map(annotated);

const headers = allRuns.map((run): Component => {
  const actions = { stop: nothing, resume: nothing, openOutput: nothing };
  return {
    id: `header-${run.state}`,
    title: `Header: ${run.state}`,
    draw: (stage) => show(createHeader(actions), headerModel(run, detailOf(run), true, nowMs))(stage),
  };
});

function drawList(stage: HTMLElement, runs: readonly RunSummary[]): void {
  stage.classList.add('is-tall', 'is-narrow');
  const facts = createRunFacts({ ask, onKnown: nothing, onError: showError });
  const launchButton = create('vscode-button', { appearance: 'secondary' }, 'Launch…');
  const parts = {
    facts,
    memory: shortMemory(),
    clock: browserClock,
    launchButton,
    select: nothing,
    showTable: nothing,
  };
  const list = createRunList(parts);
  stage.append(list.element);
  list.update(runs, completed.runId);
}

function drawTable(stage: HTMLElement, runs: readonly RunSummary[]): void {
  stage.classList.add('is-tall');
  const facts = createRunFacts({ ask, onKnown: nothing, onError: showError });
  const memory = shortMemory();
  const table = createRunsTable({ ask, clock: browserClock, memory, showError, facts, open: nothing, back: nothing });
  stage.append(table.element);
  table.update(runs);
}

/** What shows runs and one of them. */
export const runComponents: readonly Component[] = [
  { id: 'run-list', title: 'Run list', draw: (stage) => drawList(stage, allRuns) },
  ...headers,
  {
    id: 'results',
    title: 'Results of a run',
    draw: (stage) => show(createResults(), resultGroups(completed.results))(stage),
  },
  {
    id: 'share-menu',
    title: 'Share menu, open',
    draw(stage) {
      const menu = createShareMenu({ ask, showError });
      stage.style.minHeight = '260px';
      stage.append(create('div', { class: 'run-header' }, menu.element));
      menu.update(completed.runId);
      menu.element.querySelector('vscode-button')?.setAttribute('aria-expanded', 'true');
      menu.element.querySelector<HTMLElement>('[role="menu"]')!.hidden = false;
    },
  },
  { id: 'runs-table', title: 'Table of 30 runs', draw: (stage) => drawTable(stage, thirtyRuns) },
];
