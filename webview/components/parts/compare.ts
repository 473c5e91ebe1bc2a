// The comparison part by part: its runs, and each section on five runs of which one is the baseline.

import type { CompareContract } from '../../../src/shared/messages/compare.ts';
import { browserClock } from '../../common/browser-clock.ts';
import { createHighlight } from '../../compare/highlight.ts';
import { viewOf } from '../../compare/models/view.ts';
import { createSections } from '../../compare/sections.ts';
import { initialState, newSelection, withKnown } from '../../compare/state.ts';
import { createBestChoice } from '../../compare/views/best-choice.ts';
import { createRunStrip } from '../../compare/views/run-strip.ts';
import { asking, nothing, shortMemory, showError, type Component } from '../component.ts';
import { factsOf, hostOf, runsOf, scoresOf } from '../fixtures/compare.ts';

const runs = runsOf(5);
const runIds = runs.map(({ runId }) => runId);
const state = {
  ...withKnown(initialState, runs),
  ready: true,
  selection: newSelection(runIds),
  facts: factsOf(runIds, runs),
  scores: new Map(runs.map((run) => [run.runId, scoresOf(run, runs[0]!)])),
};
const view = viewOf(state);
const highlight = createHighlight();
const parts = {
  ask: asking<CompareContract>(hostOf(runs, runIds)),
  ...{ clock: browserClock, memory: shortMemory(), highlight, showError },
};

const sections = createSections(parts).map((section): Component => {
  return {
    id: section.id,
    title: section.title,
    draw(stage) {
      stage.append(section.element);
      section.update(view);
      return { repaint: () => section.repaint?.() };
    },
  };
});

/** The head of the page, and its sections in their order. */
export const compareComponents: readonly Component[] = [
  {
    id: 'run-strip',
    title: 'Runs that are compared',
    draw(stage) {
      const strip = createRunStrip(highlight, { setBaseline: nothing, remove: nothing, open: nothing });
      stage.append(strip.element);
      strip.update(view.all.map((run, index) => ({ ...run, isShown: index !== 3 })));
    },
  },
  {
    id: 'best-choice',
    title: 'The best of them',
    draw(stage) {
      const best = createBestChoice({ setBest: nothing });
      stage.append(best.element);
      best.update(view, { count: 3, by: view.metrics[0]!.id });
    },
  },
  ...sections,
];
