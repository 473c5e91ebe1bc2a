// Results and the ends of curves against the baseline, and how far the questions bear a difference out.

import * as l10n from '@vscode/l10n';
import { bootstrapDefaults } from '../../../src/shared/statistics/bootstrap.ts';
import { create, setText, show } from '../../common/dom.ts';
import { headlineFigure, isScore, winnersOf } from '../models/figures.ts';
import { metricGroups, samplesNote } from '../models/rows.ts';
import { scoreLines } from '../models/verdicts.ts';
import type { CompareView } from '../models/view.ts';
import type { Section, SectionParts } from '../section.ts';
import { createRunTable } from '../views/run-table.ts';
import { createScoreTable } from '../views/score-table.ts';

export function createMetrics({ highlight }: SectionParts): Section {
  const empty = create('p', { class: 'hint' }, l10n.t('None of the runs has figures yet.'));
  const samples = create('p', { class: 'hint', 'data-role': 'samples' });
  const table = createRunTable(l10n.t('Figure'), highlight);
  const scores = createScoreTable(highlight);
  const progress = create('p', { class: 'hint', role: 'status' });
  const scoresTitle = create('h3', {}, l10n.t('Are the differences in EM and F1 more than chance?'));
  const percent = 100 * bootstrapDefaults.level;
  const resamples = bootstrapDefaults.resamples.toLocaleString('en-US');
  const method = create(
    'p',
    { class: 'hint' },
    l10n.t(
      'Intervals of {0} % from {1} resamples of the questions, paired question by question with the baseline; in per cent. They speak of other questions of the kind, not of other seeds.',
      percent,
      resamples,
    ),
  );
  const trust = create('div', { class: 'trust' }, scoresTitle, method, progress, scores.element);
  let drawn: CompareView['metrics'] | null = null;
  return {
    id: 'metrics',
    title: l10n.t('Metrics'),
    element: create('div', {}, empty, samples, table.element, trust),
    update(view) {
      const { runs, metrics, all, scores: arrived } = view;
      show(empty, metrics.length === 0);
      const note = samplesNote(metrics);
      setText(samples, note === '' ? '' : l10n.t('No score is marked as the best: {0}.', note));
      show(samples, note !== '');
      show(table.element, metrics.length > 0);
      if (drawn !== metrics) table.update(runs, metricGroups(runs, metrics));
      drawn = metrics;
      const pending = all.filter(({ runId }) => !arrived.has(runId)).length;
      setText(
        progress,
        pending === 0
          ? ''
          : l10n.t('Working through predictions: {0} of {1} runs done.', all.length - pending, all.length),
      );
      show(progress, pending > 0);
      scores.update(scoreLines(view));
    },
    summary: bestOf,
    repaint() {
      drawn = null;
    },
  };
}

/** `best F1: C with 88.5 %`; or that the runs were not evaluated alike. */
function bestOf({ metrics, runs }: CompareView): string {
  const figure = headlineFigure(metrics);
  if (!figure) return '';
  const note = samplesNote(metrics);
  if (note !== '' && isScore(figure)) return note;
  const best = [...winnersOf(figure)];
  if (best.length === 0) return '';
  const letters = best.map((place) => runs[place]!.letter).join(', ');
  return l10n.t('best {0}: {1} with {2}', figure.label, letters, figure.texts[best[0]!]!);
}
