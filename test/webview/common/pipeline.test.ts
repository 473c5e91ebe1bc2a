import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityIn, phasesOf } from '../../../src/engine/ipu/schedule.ts';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import {
  describeCell,
  microBatchAt,
  pipelineModel,
  pipelineTable,
  type PipelineModel,
} from '../../../webview/common/pipeline/model.ts';
import {
  clampView,
  cycleAt,
  marksOf,
  panView,
  scaleOf,
  secondsAt,
  startView,
  ticksOf,
  wholeView,
  zoomView,
} from '../../../webview/common/pipeline/viewport.ts';
import { baseCard, planWith } from '../plan/fixtures.ts';

/** A plan whose IPUs take these times, by the planner's own schedule. */
function pipelineOf(ipus: number, accumulation: number, forward = 1, backward = 2): Plan {
  const plan = planWith(ipus);
  const seconds = Array.from({ length: ipus }, () => ({ forward, backward }));
  const phases = phasesOf(seconds, accumulation);
  const cyclesPerUpdate = phases.reduce((sum, { cycles }) => sum + cycles, 0);
  return {
    ...plan,
    ipus: plan.ipus.map((ipu) => ({ ...ipu, seconds: { forward, backward } })),
    pipeline: { ...plan.pipeline, stages: 2 * ipus - 1, cyclesPerUpdate, phases },
  };
}

test('every IPU takes the micro-batches in order, one after the other, in both directions', () => {
  const [ipus, accumulation] = [4, 16];
  const model = pipelineModel(pipelineOf(ipus, accumulation));
  assert.equal(model.cycles, accumulation + 2 * ipus - 2);
  for (let cycle = 0; cycle < model.cycles; cycle++) {
    for (const [ipu, row] of model.rows.entries()) {
      const expected = activityIn(cycle, ipu, ipus, accumulation);
      const forward = microBatchAt(row.forward, cycle);
      const backward = microBatchAt(row.backward, cycle);
      assert.equal(forward, expected.forward ? cycle - ipu : null);
      assert.equal(backward, expected.backward ? cycle - (2 * ipus - 2 - ipu) : null);
    }
  }
});

test('an IPU that rests goes on with the next micro-batch; one that does not has a single run', () => {
  const plan = pipelineOf(1, 8);
  const [phase] = plan.pipeline.phases;
  const parts = [2, 3, 4].map((cycles) => ({ ...phase!, cycles }));
  const resting = { ...parts[1]!, active: [{ forward: false, backward: false }] };
  const rowOf = (phases: Plan['pipeline']['phases']) =>
    pipelineModel({ ...plan, pipeline: { ...plan.pipeline, phases } }).rows[0]!;
  assert.deepEqual(rowOf([parts[0]!, resting, parts[2]!]).forward, [
    { startCycle: 0, endCycle: 2, firstMicroBatch: 0 },
    { startCycle: 5, endCycle: 9, firstMicroBatch: 2 },
  ]);
  assert.deepEqual(rowOf(parts).forward, [{ startCycle: 0, endCycle: 9, firstMicroBatch: 0 }]);
});

test('a cell is said in words, with micro-batches counted from 1', () => {
  const model = pipelineModel(pipelineOf(4, 16));
  assert.equal(describeCell(model, 0, 0), 'Cycle 1, IPU 0: forward of micro-batch 1');
  assert.equal(describeCell(model, 3, 0), 'Cycle 1, IPU 3: idle');
  assert.equal(describeCell(model, 2, 8), 'Cycle 9, IPU 2: forward of micro-batch 7 and backward of micro-batch 5');
  assert.equal(describeCell(model, 9, 0) + describeCell(model, 0, -1) + describeCell(model, 0, 99), '');
});

test('filling and running empty are the bubble; an update too short to fill has no middle', () => {
  const bands = (plan: Plan) =>
    pipelineModel(plan).bands.map(({ label, startCycle, endCycle }) => [label, startCycle, endCycle]);
  assert.deepEqual(bands(pipelineOf(4, 16)), [
    ['fills', 0, 6],
    ['every IPU works', 6, 16],
    ['runs empty', 16, 22],
  ]);
  assert.deepEqual(bands(pipelineOf(4, 3)), []);
  assert.deepEqual(bands(pipelineOf(1, 3)), []);
});

test('time and cycle lead to each other, also where cycles differ in length', () => {
  const { stretches, cycles, seconds } = pipelineModel(pipelineOf(4, 16));
  assert.equal(secondsAt(stretches, 0), 0);
  assert.ok(Math.abs(secondsAt(stretches, cycles) - seconds) < 1e-9);
  for (const cycle of [0, 0.5, 3, 6.25, 15.9, 21.5]) {
    assert.ok(Math.abs(cycleAt(stretches, secondsAt(stretches, cycle)) - cycle) < 1e-9, `cycle ${cycle}`);
  }
});

/** Inked share of a row: area of its marks over the row's area. */
function inkOf(model: PipelineModel, row: number, width: number): number {
  const marks = marksOf(model, row, wholeView(model), width);
  return marks.reduce((sum, { width: wide, low, high }) => sum + wide * (high - low), 0) / width;
}

test('the inked area is the busy share, drawn cycle by cycle or in blocks', () => {
  const model = pipelineModel(pipelineOf(4, 16));
  const busy = (16 * 3) / model.seconds;
  for (const width of [2000, 60]) {
    const ink = inkOf(model, 1, width);
    assert.ok(Math.abs(ink - busy) < 1e-6, `${width} px: ${ink} instead of ${busy}`);
  }
});

test('no mark leaves its cycle, and each says its micro-batch where cycles are drawn one by one', () => {
  const model = pipelineModel(pipelineOf(3, 8));
  const view = wholeView(model);
  const { x } = scaleOf(model, view, 1400);
  const marks = marksOf(model, 1, view, 1400);
  assert.deepEqual(
    marks.filter(({ kind }) => kind === 'forward').map(({ microBatch }) => microBatch),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  const row = model.rows[1]!;
  for (const mark of marks) {
    const runs = mark.kind === 'forward' ? row.forward : row.backward;
    const cycle = runs[0]!.startCycle + mark.microBatch!;
    assert.ok(mark.x >= x(cycle) - 1e-6 && mark.x + mark.width <= x(cycle + 1) + 1e-6, JSON.stringify(mark));
  }
});

test('8,192 micro-batches are a handful of marks, until one zooms in', () => {
  const model = pipelineModel(pipelineOf(4, 8192));
  assert.equal(model.cycles, 8198);
  for (const [row] of model.rows.entries()) assert.ok(marksOf(model, row, wholeView(model), 900).length < 30);
  const marks = marksOf(model, 0, { from: 4000, to: 4020 }, 900);
  assert.deepEqual([marks.length, marks[0]?.microBatch], [40, 4000]);
});

test('256 IPUs in one pipeline: never many more marks than pixels', () => {
  const model = pipelineModel(pipelineOf(256, 8192));
  assert.equal(model.rows.length, 256);
  const all = model.rows.map((_, row) => marksOf(model, row, wholeView(model), 900).length);
  assert.ok(Math.max(...all) < 400, `${Math.max(...all)} marks in a row`);
});

test('cycles of unknown length are drawn alike', () => {
  const plan = pipelineOf(2, 4);
  const phases = plan.pipeline.phases.map((phase) => ({ ...phase, cycleSeconds: 0 }));
  const model = pipelineModel({ ...plan, pipeline: { ...plan.pipeline, phases } });
  assert.equal(model.seconds, model.cycles);
  assert.ok(
    marksOf(model, 0, wholeView(model), 500).every(({ width, x }) => Number.isFinite(width) && Number.isFinite(x)),
  );
});

test('a pipeline without IPUs or cycles is empty, not an error', () => {
  const plan = planConfiguration(baseCard);
  const model = pipelineModel({ ...plan, ipus: [], inferenceIpus: [], pipeline: { ...plan.pipeline, phases: [] } });
  assert.deepEqual([model.rows, model.bands, model.cycles, model.seconds], [[], [], 0, 0]);
  assert.deepEqual(marksOf(model, 0, wholeView(model), 500), []);
  assert.deepEqual(clampView({ from: 3, to: 9 }, model), { from: 0, to: 1 });
  assert.ok(Number.isFinite(scaleOf(model, wholeView(model), 500).cycle(100)));
});

test('a view stays inside the update through any zoom and move', () => {
  const model = pipelineModel(pipelineOf(4, 512));
  const start = startView(model);
  assert.deepEqual(start, { from: 0, to: 40 });
  const closer = zoomView(start, 0.5, 10, model);
  assert.deepEqual(closer, { from: 5, to: 25 });
  assert.deepEqual(panView(closer, -3, model), { from: 0, to: 20 });
  assert.deepEqual(panView(closer, 99, model), { from: 498, to: 518 });
  assert.deepEqual(zoomView(closer, 1e9, 10, model), { from: 0, to: 518 });
  const closest = zoomView(closer, 1e-9, 10, model);
  assert.ok(Math.abs(closest.to - closest.from - 3) < 1e-9);
});

test('short updates are shown whole', () => {
  assert.deepEqual(startView(pipelineModel(pipelineOf(4, 16))), { from: 0, to: 22 });
});

test('the axis has round numbers', () => {
  assert.deepEqual(ticksOf({ from: 0, to: 22 }, 6), [0, 5, 10, 15, 20]);
  assert.deepEqual(ticksOf({ from: 4001, to: 4020 }, 4), [4005, 4010, 4015, 4020]);
});

test('the table says for each stretch of cycles who does what', () => {
  const { head, rows } = pipelineTable(pipelineOf(2, 4));
  assert.deepEqual(head, ['Cycles', 'Each', 'IPU 0', 'IPU 1']);
  assert.deepEqual(rows.at(0)?.slice(2), ['forward', 'idle']);
  assert.ok(rows.some((row) => row[2] === 'both' && row[3] === 'both'));
  assert.deepEqual(rows.at(-1)?.slice(2), ['backward', 'idle']);
});
