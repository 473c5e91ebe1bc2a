// The models of the comparison page: figures, rows, scales, parallel coordinates, scatter, verdicts and curves.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  curveChart,
  pointsOfCurve,
  seriesRequest,
  splitMetrics,
} from '../../../webview/compare/models/curve-charts.ts';
import { bestPlaces, headlineFigure, winnersOf, type Figure } from '../../../webview/compare/models/figures.ts';
import {
  brushBetween,
  moveAxis,
  moveEnd,
  parallelModel,
  parseParallelSettings,
} from '../../../webview/compare/models/parallel.ts';
import {
  countDiffering,
  deltaText,
  fieldGroups,
  metricGroups,
  samplesNote,
} from '../../../webview/compare/models/rows.ts';
import { scaleOf, spansDecades } from '../../../webview/compare/models/scale.ts';
import { describeScatter, parseScatterSettings, scatterModel } from '../../../webview/compare/models/scatter.ts';
import { scoreLines, verdictOf } from '../../../webview/compare/models/verdicts.ts';
import { viewOf } from '../../../webview/compare/models/view.ts';
import { initialState, newSelection, withKnown, withSelection, type Best } from '../../../webview/compare/state.ts';
import { parseSettings } from '../../../webview/dashboard/curves/settings.ts';
import { factsOf, runsOf, scoresOf, seriesOf } from '../../../webview/components/fixtures/compare.ts';

function view(count: number, best: Best | null = null) {
  const runs = runsOf(count);
  const ids = runs.map(({ runId }) => runId);
  const state = withSelection(withKnown(initialState, runs), newSelection(ids));
  const scores = new Map(runs.map((run) => [run.runId, scoresOf(run, runs[0]!)]));
  return viewOf({ ...state, facts: factsOf(ids, runs), scores, best });
}

describe('figures', () => {
  it('are the results first, and F1 says most', () => {
    const { metrics } = view(3);
    assert.deepEqual(metrics[0]!.id, 'result:eval_exact_match');
    assert.equal(headlineFigure(metrics)?.id, 'result:eval_f1');
    assert.ok(metrics.some(({ id }) => id === 'min:loss'));
    const { length } = metrics.find(({ id }) => id === 'last:loss')!.values;
    assert.equal(length, 3);
  });

  it('have a best, which may be the least, none where all are alike, and none where nothing is better', () => {
    const winners = (values: readonly (number | null)[], better: Figure['better'], texts = values.map(String)) => [
      ...winnersOf({ values, better, texts }),
    ];
    assert.deepEqual(winners([1, 3, 3, null, NaN], 'higher'), [1, 2]);
    assert.deepEqual(winners([1, 3], 'lower'), [0]);
    assert.deepEqual(winners([2, 2], 'higher'), []);
    assert.deepEqual(winners([1, 2], 'neither'), []);
    assert.deepEqual(winners([0.4, 0.40000001], 'lower'), [], 'the same in single precision');
    assert.deepEqual(winners([88.01, 88.02, 70], 'higher', ['88.0 %', '88.0 %', '70.0 %']), [0, 1]);
    assert.deepEqual(winners([88.01, 88.02], 'higher', ['88.0 %', '88.0 %']), [], 'the same as shown');
  });

  it('have no best score where runs were evaluated on different numbers of samples, and say so', () => {
    const [one, two] = runsOf(2);
    const alike = viewOf(withSelection(withKnown(initialState, [one!, two!]), newSelection([one!.runId, two!.runId])));
    assert.equal(samplesNote(alike.metrics), '');
    const few = { ...two!, results: { ...two!.results, eval_samples: 100 } };
    const { runs, metrics } = viewOf(
      withSelection(withKnown(initialState, [one!, few]), newSelection([one!.runId, few.runId])),
    );
    assert.equal(samplesNote(metrics), 'evaluated on different numbers of samples: 10,570 and 100');
    const best = metricGroups(runs, metrics).flatMap(({ rows }) =>
      rows.flatMap(({ id, cells }) => (cells.some(({ isBest }) => isBest) ? [id] : [])),
    );
    assert.ok(best.includes('last:loss') && !best.some((id) => id.startsWith('result:eval_f')), best.join());
    assert.ok(!best.includes('result:eval_samples'), 'a count is no mark of quality');
  });

  it('choose the best runs, and the baseline is always shown', () => {
    const { metrics } = view(12);
    const f1 = headlineFigure(metrics)!;
    const places = bestPlaces({ ...f1, values: [3, null, 9, NaN, 7] }, 4);
    assert.deepEqual(places, [2, 4, 0, 1]);
    const some = view(12, { count: 3, by: 'result:eval_f1' });
    assert.equal(some.all.length, 12);
    assert.ok(some.runs.length === 3 || some.runs.length === 4);
    assert.ok(some.runs.some(({ isBaseline }) => isBaseline));
    assert.deepEqual(some.metrics[0]!.values.length, some.runs.length);
  });
});

describe('rows', () => {
  it('have only fields that differ, or all, and say which are the same as the baseline', () => {
    const { runs, facts } = view(3);
    assert.deepEqual(countDiffering(facts!), { differing: 5, all: 66 });
    const groups = fieldGroups(runs, facts!, false);
    assert.deepEqual(
      groups.map(({ label }) => label),
      ['Experiment', 'training', 'data'],
    );
    const optimizer = groups[1]!.rows.find(({ id }) => id === 'training.optimizer')!;
    assert.deepEqual(optimizer.cells, [{ text: 'adamw' }, { text: 'lamb' }, { text: 'adamw', isSame: true }]);
    const all = fieldGroups(runs, facts!, true).flatMap(({ rows }) => rows);
    assert.equal(all.length, 66);
  });

  it('have differences from the baseline in the unit of the figure', () => {
    assert.equal(deltaText('eval_f1', 88.25, 87), '+1.3');
    assert.equal(deltaText('eval_f1', 88.01, 88), '=');
    assert.equal(deltaText('eval_accuracy', 0.5, 0.75), '−25.0');
    assert.equal(deltaText('train_runtime', 65, 5), '+1 min 0 s');
    assert.equal(deltaText('loss', NaN, 1), '');
    assert.equal(deltaText('loss', 1, null), '');
    const [results] = metricGroups(view(3).runs, view(3).metrics);
    assert.equal(results!.rows[1]!.cells[0]!.note, undefined);
    assert.match(results!.rows[1]!.cells[1]!.note!, /^\+5\.\d$/);
    assert.equal(results!.rows[1]!.cells[1]!.isBest, true);
  });
});

describe('scales', () => {
  it('go by powers of ten where values span decades', () => {
    assert.ok(spansDecades([1e-5, 1e-3]));
    assert.ok(!spansDecades([1e-5, 1e-4]));
    assert.ok(!spansDecades([0, 1, 1000]));
    const scale = scaleOf([1e-5, 1e-3], true);
    assert.equal(scale.kind, 'log');
    assert.ok(Math.abs(scale.place(1e-4)! - 0.5) < 1e-12);
    assert.equal(scale.place(0), undefined);
    assert.equal(scale.place(null), undefined);
  });

  it('have ticks at the values where they are few, and a middle where there is one', () => {
    const scale = scaleOf([42, 43, 44, 42], false);
    assert.deepEqual(
      scale.ticks.map(({ label }) => label),
      ['42', '43', '44'],
    );
    assert.equal(scaleOf([7], false).place(7), 0.5);
    assert.equal(scaleOf([0, 0], false).place(0), 0.5);
  });

  it('are categories for words and mixtures', () => {
    const scale = scaleOf(['adamw', 'lamb', null, 'adamw'], true);
    assert.deepEqual(
      [scale.kind, scale.place('adamw'), scale.place('lamb'), scale.place(null)],
      ['category', 0, 1, undefined],
    );
    assert.equal(scaleOf([true, false, 3], false).kind, 'category');
  });
});

describe('parallel coordinates', () => {
  const settings = parseParallelSettings(undefined);

  it('begin with telling fields and the headline, learning rates by powers of ten', () => {
    const { axes, lines } = parallelModel(view(12), settings, new Map());
    const ids = axes.map(({ figure }) => figure.id);
    assert.equal(ids.at(-1), 'result:eval_f1');
    assert.ok(ids.includes('field:training.learning_rate') && !ids.includes('field:name'));
    assert.equal(axes.find(({ figure }) => figure.id.endsWith('learning_rate'))!.scale.kind, 'log');
    assert.equal(lines.length, 12);
    assert.ok(lines.every(({ isWithin }) => isWithin));
  });

  it('leave out the runs beside a mark, and those without a value', () => {
    const brushes = new Map([['field:training.optimizer', brushBetween(-0.2, 0.4)]]);
    const { lines } = parallelModel(view(12), settings, brushes);
    assert.deepEqual(
      lines.map(({ isWithin }) => isWithin),
      lines.map((_, index) => index % 2 === 0),
    );
  });

  it('have ends that keys move, axes that move, and settings that are parsed', () => {
    assert.deepEqual(moveEnd(null, 'from', 0.2), { from: 0.2, to: 1 });
    assert.equal(moveEnd({ from: 0.2, to: 1 }, 'from', -1), null);
    assert.deepEqual(moveEnd({ from: 0.2, to: 0.5 }, 'to', -1), { from: 0.2, to: 0.2 });
    assert.deepEqual(moveAxis(['a', 'b', 'c'], 'a', 1), ['b', 'a', 'c']);
    assert.deepEqual(moveAxis(['a', 'b'], 'b', -3), ['b', 'a']);
    assert.deepEqual(parseParallelSettings({ axes: ['x'], flipped: 7 }), { axes: ['x'], flipped: [] });
    assert.equal(parallelModel(view(3), { axes: ['gone'], flipped: [] }, new Map()).axes.length, 0);
  });
});

describe('the scatter plot', () => {
  it('has a point for each run that has both figures, and names the others', () => {
    const whole = view(5);
    const metrics = whole.metrics.map((figure) =>
      figure.id === 'result:eval_f1' ? { ...figure, values: [null, ...figure.values.slice(1)] } : figure,
    );
    const model = scatterModel({ ...whole, metrics }, parseScatterSettings({ y: 'result:eval_f1' }))!;
    assert.equal(model.x.figure.id, 'field:training.learning_rate');
    assert.equal(model.y.figure.id, 'result:eval_f1');
    assert.equal(model.points.length, 4);
    assert.deepEqual(model.without, ['A']);
    assert.match(describeScatter(model), /^4 runs: F1 over training\.learning_rate\. Without a value: A\.$/);
    assert.equal(scatterModel({ ...whole, metrics: [], fields: [] }, parseScatterSettings(null)), null);
  });
});

describe('verdicts', () => {
  it('go by whether the interval leaves out zero', () => {
    assert.equal(verdictOf({ low: 0.1, high: 2 }), 'better');
    assert.equal(verdictOf({ low: -2, high: -0.1 }), 'worse');
    assert.equal(verdictOf({ low: -0.1, high: 2 }), 'unclear');
    assert.equal(verdictOf({ low: 0, high: 2 }), 'unclear');
  });

  it('are said in words beside the interval, and what is missing with its reason', () => {
    const { runs, scores } = view(3);
    const lines = scoreLines({ runs, scores });
    assert.equal(lines[0]!.against, null);
    assert.match(lines[1]!.against!.f1.words, /^better: the interval leaves out 0$/);
    assert.match(lines[1]!.against!.f1.interval, /^\+\d\.\d to \+\d\.\d$/);
    const reason = { estimates: null, unscored: 'it has no results', paired: null, questions: { run: 0, baseline: 5 } };
    const few = { ...scores.get(runs[2]!.runId)!, questions: { run: 10570, baseline: 20000 } };
    const other = new Map([...scores, [runs[1]!.runId, reason], [runs[2]!.runId, few]]);
    const notes = scoreLines({ runs, scores: other }).map(({ note }) => note);
    assert.deepEqual(notes, [
      '',
      'No intervals: it has no results.',
      'Compared on the 10,570 questions that both answered.',
    ]);
  });
});

describe('curves', () => {
  const settings = parseSettings(undefined);

  it('are of the metrics that two runs have or more', () => {
    const [one, two, three] = runsOf(3);
    const runs = [
      one!,
      { ...two!, latest: { loss: 1, epoch: 2, 'ipu/0/utilisation': 0.4 } },
      { ...three!, latest: { loss: 1, grad_norm: 1 } },
    ];
    assert.deepEqual(splitMetrics(runs), {
      shared: ['loss', 'grad_norm'],
      others: ['learning_rate', 'samples_per_second'],
    });
  });

  it('are asked for with fewer points the more runs there are', () => {
    assert.deepEqual([2, 20, 50, 500].map(pointsOfCurve), [1000, 1000, 400, 200]);
    const smooth = { ...settings, smoothing: 'ema' as const, x: { kind: 'epoch' } as const };
    assert.deepEqual(seriesRequest('r', ['loss'], smooth, { min: 1, max: 2 }, 400), {
      ...{ runId: 'r', names: ['loss'], maxPoints: 400, buckets: true, x: { kind: 'epoch' }, fromX: 1, toX: 2 },
      smoothing: { kind: 'ema', weight: 0.6 },
    });
  });

  it('keep the look of their run, dim behind the one pointed at, and say who has no points', () => {
    const { runs } = view(6);
    const missing = runs[1]!.runId;
    const ask = (runId: string) => (runId === missing ? [] : seriesOf({ runId, names: ['loss'], maxPoints: 50 }));
    const model = curveChart('loss', runs, ask, settings, runs[3]!.runId);
    assert.deepEqual(
      model.curves.map(({ look }) => look),
      [0, 2, 3, 4, 5],
    );
    assert.deepEqual(
      model.curves.map(({ emphasis }) => emphasis === 'highlighted'),
      [false, false, true, false, false],
    );
    assert.deepEqual(model.remarks, ['without B']);
    assert.ok(
      model.curves.every(({ low }) => low === undefined),
      'bands of six runs would hide each other',
    );
    assert.ok(curveChart('loss', runs.slice(0, 3), ask, settings, null).curves.every(({ low }) => low !== undefined));
  });
});
