// The plan's page part by part, of plans that the planner has made.

import type { Plan } from '../../../src/shared/plan.ts';
import { curveColours } from '../../common/palette.ts';
import { pipelineModel, pipelineTable } from '../../common/pipeline/model.ts';
import { createPipeline } from '../../common/pipeline/view.ts';
import { readTheme } from '../../common/theme.ts';
import { adviceModel } from '../../plan/models/advice.ts';
import { bannerModel } from '../../plan/models/banner.ts';
import { batchModel } from '../../plan/models/batch.ts';
import { figureGroups } from '../../plan/models/figures.ts';
import { replicaModel } from '../../plan/models/memory.ts';
import { podModel } from '../../plan/models/pod.ts';
import { suggestionsModel } from '../../plan/models/suggestions.ts';
import { createAdvice } from '../../plan/views/advice.ts';
import { createBanner } from '../../plan/views/banner.ts';
import { createBatch } from '../../plan/views/batch.ts';
import { createFigures } from '../../plan/views/figures.ts';
import { createPod } from '../../plan/views/pod.ts';
import { createReplica } from '../../plan/views/replica.ts';
import { createSuggestions } from '../../plan/views/suggestions.ts';
import { nothing, show, type Component } from '../component.ts';
import { modelledPlans } from '../fixtures/modelled.ts';

const { fits, tooFull, unplaced, suggestions } = modelledPlans();
const planOf = ({ plan }: { readonly plan: Plan | null }): Plan => {
  if (!plan) throw new Error('This configuration has no plan.');
  return plan;
};
const [good, full] = [planOf(fits), planOf(tooFull)];

/** Draws, and gives the page the colours of its bars as the whole page does. */
function painted(draw: Component['draw']): Component['draw'] {
  return (stage) => {
    const paint = (): void => {
      for (const [index, colour] of curveColours(readTheme().kind).entries()) {
        document.body.style.setProperty(`--series-${index + 1}`, colour);
      }
    };
    paint();
    const drawn = draw(stage);
    return {
      repaint() {
        paint();
        drawn?.repaint?.();
      },
    };
  };
}

const adviceActions = { apply: nothing, reveal: nothing };
const suggestionActions = { apply: nothing, suggest: nothing };

function drawPipeline(stage: HTMLElement) {
  const pipeline = createPipeline();
  stage.append(pipeline.element);
  pipeline.update(pipelineModel(full), () => pipelineTable(full));
  return { repaint: () => pipeline.repaint() };
}

/** From the verdict down. */
export const planComponents: readonly Component[] = [
  { id: 'banner-fits', title: 'Verdict: fits', draw: (stage) => show(createBanner(), bannerModel(good))(stage) },
  {
    id: 'banner-too-full',
    title: 'Verdict: does not fit',
    draw: (stage) => show(createBanner(), bannerModel(full))(stage),
  },
  {
    id: 'advice',
    title: 'What helps',
    draw: (stage) => show(createAdvice(adviceActions), adviceModel(tooFull))(stage),
  },
  {
    id: 'advice-unplaced',
    title: 'What is wrong',
    draw: (stage) => show(createAdvice(adviceActions), adviceModel(unplaced))(stage),
  },
  { id: 'pod', title: 'Pod', draw: (stage) => show(createPod(), podModel(full))(stage) },
  {
    id: 'replica',
    title: 'Memory of a replica',
    draw: painted((stage) => show(createReplica('data-ipu'), replicaModel(full.ipus, 'One replica'))(stage)),
  },
  { id: 'pipeline', title: 'Pipeline', draw: drawPipeline },
  { id: 'batch', title: 'Batch', draw: (stage) => show(createBatch(), batchModel(good, fits.samples))(stage) },
  { id: 'figures', title: 'Figures', draw: (stage) => show(createFigures(), figureGroups(good))(stage) },
  {
    id: 'suggestions-none',
    title: 'Suggestions: not searched yet',
    draw: (stage) => show(createSuggestions(suggestionActions), { state: 'none', outdated: false, model: null })(stage),
  },
  {
    id: 'suggestions',
    title: 'Suggestions',
    draw: (stage) => {
      const model = suggestionsModel(suggestions, full);
      return show(createSuggestions(suggestionActions), { state: 'found', outdated: false, model })(stage);
    },
  },
];
