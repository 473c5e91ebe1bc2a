import assert from 'node:assert/strict';
import test from 'node:test';
import { renderFit } from '../../../scripts/fit-ipu-model.ts';
import { fitCompilation, fitModel, meanError, worstError } from '../../../scripts/ipu-model/fit.ts';
import { minimise } from '../../../scripts/ipu-model/minimise.ts';
import { type ModelledPoint, predict, readPoints } from '../../../scripts/ipu-model/points.ts';
import { evaluateConfiguration } from '../../../src/engine/ipu/evaluate.ts';
import { fitted } from '../../../src/engine/ipu/fitted.ts';

const points = readPoints();
const errorsOf = (confidence: string): number[] =>
  points.filter(({ point }) => point.confidence === confidence).map((modelled) => errorOf(modelled));

function errorOf(modelled: ModelledPoint): number {
  return predict(modelled) / modelled.point.samplesPerSecond - 1;
}

test('throughput of published runs is met within 10 % on average and 20 % at worst, with at most six constants', () => {
  const errors = errorsOf('high');
  assert.equal(errors.length, 18);
  assert.ok(meanError(errors) <= 0.1, String(meanError(errors)));
  assert.ok(worstError(errors) <= 0.2, String(worstError(errors)));
  assert.ok(Object.keys(fitted).length <= 6);
});

test('runs that were never fitted to are met within 15 %', () => {
  const errors = errorsOf('held-out');
  assert.equal(errors.length, 2);
  assert.ok(worstError(errors) <= 0.15, String(worstError(errors)));
});

test('every point of medium and low confidence says what the model lacks', () => {
  for (const { point } of points) {
    if (point.confidence === 'medium' || point.confidence === 'low') assert.ok(point.lacks, point.id);
    assert.ok(point.source, point.id);
  }
});

test('a plan gives the throughput that was fitted', () => {
  for (const modelled of points) {
    const planned = evaluateConfiguration(modelled.input)!.samplesPerSecond;
    assert.ok(Math.abs(planned / predict(modelled) - 1) < 1e-12, modelled.point.id);
  }
});

test('the committed constants and tables are what the fit writes, and points left out are met within 15 % on average', async () => {
  const fit = fitModel(points);
  const leftOut = fit.residuals.flatMap(({ errorLeftOut }) => errorLeftOut ?? []);
  assert.equal(leftOut.length, 18);
  assert.ok(meanError(leftOut) <= 0.15, String(meanError(leftOut)));
  for (const { path, current, wanted } of await renderFit(fit, fitCompilation())) assert.equal(current, wanted, path);
});

test('the search finds the minimum of a curved valley', () => {
  const valley = ([x = 0, y = 0]: readonly number[]): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  const [x = 0, y = 0] = minimise(valley, [-1.2, 1]);
  assert.ok(Math.hypot(x - 1, y - 1) < 1e-3, `${x}, ${y}`);
});
