// The heat map as a model: colours, words, cursor and chosen time, from few IPUs to many, with gaps and with nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeatMap } from '../../../src/shared/messages/runs.ts';
import { colourAt, colourCount, pixelColours } from '../../../webview/dashboard/ipu/heat-map/colours.ts';
import {
  cellAfter,
  cellAt,
  colourIndices,
  describeCell,
  heatMapModel,
  heatMapTable,
  labelledRows,
  stepLabels,
  stepsBetween,
  type HeatMapInput,
} from '../../../webview/dashboard/ipu/heat-map/model.ts';
import { heatMapOf } from '../../../webview/components/fixtures/ipu.ts';

const themes = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;

function modelOf(map: HeatMap, over: Partial<HeatMapInput> = {}) {
  return heatMapModel({ quantity: 'utilisation', source: 'model', isFitted: false, capacityBytes: null, map, ...over });
}

/** Two IPUs, three columns of ten steps each, of which one has a gap. */
const small: HeatMap = {
  devices: [4, 9],
  steps: [10, 20, 30],
  values: [
    [0, 0.5, 1],
    [0.25, NaN, 0.75],
  ],
  totalPoints: 30,
};

/** Relative luminance, as WCAG has it. */
function luminance([red, green, blue]: readonly [number, number, number]): number {
  const linear = (channel: number): number => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

test('lightness alone tells the order: it rises with the value on dark themes and falls on light ones', () => {
  for (const theme of themes) {
    const isLight = theme.endsWith('light');
    let last = isLight ? Infinity : -Infinity;
    for (let step = 0; step <= 40; step++) {
      const now = luminance(colourAt(step / 40, theme));
      assert.ok(isLight ? now < last : now > last, `${theme} at ${step / 40}`);
      last = now;
    }
  }
});

test('pixels are the colours, opaque, whatever the theme', () => {
  for (const theme of themes) {
    const bytes = new Uint8Array(pixelColours(theme).buffer);
    assert.deepEqual([...bytes.slice(0, 4)], [...colourAt(0, theme), 255]);
    assert.deepEqual([...bytes.slice(-4)], [...colourAt(1, theme), 255]);
  }
});

test('utilisation has the whole scale from 0 to 100 %, and a gap has no colour', () => {
  const model = modelOf(small);
  const last = colourCount - 1;
  assert.deepEqual(model.scale, { min: 0, max: 1 });
  assert.deepEqual(
    [...colourIndices(model)],
    [0, Math.round(last / 2), last, Math.round(last / 4), -1, Math.round((last * 3) / 4)],
  );
});

test('fitted, the colours are spread over the values; values all alike have the middle', () => {
  const narrow: HeatMap = { ...small, values: [[0.41, 0.42, 0.45], [0.41, NaN, 0.43]] }; // prettier-ignore
  assert.deepEqual(modelOf(narrow, { isFitted: true }).scale, { min: 0.41, max: 0.45 });
  const alike: HeatMap = { ...small, values: [[6e8, 6e8, 6e8], [6e8, 6e8, 6e8]] }; // prettier-ignore
  const indices = colourIndices(modelOf(alike, { quantity: 'memoryBytes', isFitted: true }));
  assert.ok(
    [...indices].every((index) => Math.abs(index - colourCount / 2) <= 1),
    String(indices),
  );
});

test('memory is seen against what an IPU holds, and beyond it if it is more', () => {
  const memory = (bytes: number): HeatMap => ({ ...small, values: [[bytes, bytes, bytes], [1e8, 1e8, 1e8]] }); // prettier-ignore
  const scaleOf = (bytes: number) => modelOf(memory(bytes), { quantity: 'memoryBytes', capacityBytes: 8e8 }).scale;
  assert.deepEqual(scaleOf(3e8), { min: 0, max: 8e8 });
  assert.deepEqual(scaleOf(9e8), { min: 0, max: 9e8 });
});

test('a cell is said with its IPU, its steps and its exact value', () => {
  const model = modelOf(small);
  assert.equal(describeCell(model, { row: 0, column: 1 }), 'IPU 4, steps 20 to 29: mean 50.0 %');
  assert.equal(describeCell(model, { row: 1, column: 1 }), 'IPU 9, steps 20 to 29: not recorded');
  assert.equal(describeCell(modelOf({ ...small, totalPoints: 3 }), { row: 1, column: 2 }), 'IPU 9, step 30: 75.0 %');
  assert.equal(describeCell(model, { row: 2, column: 0 }) + describeCell(model, { row: 0, column: 3 }), '');
});

test('the summary names title, origin, IPUs, steps and the range', () => {
  const { summary } = modelOf(heatMapOf(64, 2000, { quantity: 'utilisation', columns: 500 }));
  assert.match(
    summary,
    /^Utilisation of each IPU, modelled, not measured: 64 IPUs, steps 1 to 1,997, from \d+\.\d % to \d+\.\d %;/,
  );
  assert.match(summary, /2,000 points of each IPU in 500 columns$/);
});

test('keys move the cursor within the picture, first to what is newest', () => {
  const model = modelOf(heatMapOf(64, 300, { quantity: 'utilisation', columns: 1000 }));
  const first = cellAfter('ArrowDown', false, null, model)!;
  assert.deepEqual(first, { row: 0, column: 299 });
  assert.deepEqual(cellAfter('ArrowRight', false, first, model), first, 'there is nothing beyond');
  assert.deepEqual(cellAfter('ArrowLeft', false, first, model), { row: 0, column: 298 });
  assert.deepEqual(cellAfter('ArrowLeft', true, first, model), { row: 0, column: 269 });
  assert.deepEqual(cellAfter('ArrowDown', true, first, model), { row: 6, column: 299 });
  assert.deepEqual(cellAfter('PageDown', false, first, model), { row: 16, column: 299 });
  assert.deepEqual(cellAfter('Home', false, first, model), { row: 0, column: 0 });
  for (const key of ['a', 'Enter', 'constructor']) assert.equal(cellAfter(key, false, first, model), undefined);
});

test('a place on the picture is a cell; a drag over it is a part of the time', () => {
  const model = modelOf(small);
  assert.deepEqual(cellAt(model, 0.99, 0), { row: 0, column: 2 });
  assert.deepEqual(cellAt(model, 0, 0.5), { row: 1, column: 0 });
  for (const [x, y] of [[-0.01, 0], [1, 0], [0, 1]] as const) assert.equal(cellAt(model, x, y), null); // prettier-ignore
  assert.deepEqual(stepsBetween(model, 0.1, 0.5), { from: 10, to: 29 });
  assert.deepEqual(
    stepsBetween(model, 0.9, 0.4),
    { from: 20, to: 39 },
    'in either direction, with all steps of the last column',
  );
  assert.equal(stepsBetween(model, 0.1, 0.2), null, 'a single column cannot be shown closer');
  const points = modelOf({ ...small, totalPoints: 3 });
  assert.deepEqual(stepsBetween(points, 0, 1), { from: 10, to: 30 });
});

test('figures stand at round steps and do not crowd', () => {
  const model = modelOf(heatMapOf(256, 100_000, { quantity: 'utilisation', columns: 1000 }));
  const labels = stepLabels(model, 8);
  assert.ok(labels.length >= 4 && labels.length <= 12, String(labels.length));
  for (const { column, text } of labels) {
    const step = Number(text.replaceAll(/\D/g, ''));
    assert.equal(step % 1000, 0, text);
    assert.ok(model.map.steps[column]! <= step && (model.map.steps[column + 1] ?? Infinity) > step, text);
  }
  const rows = labelledRows(model, 1.64);
  assert.ok(rows.every((row, index) => index === 0 || (row - rows[index - 1]!) * 1.64 >= 15));
});

test('the table has a line for each IPU with its latest, mean, lowest and highest', () => {
  const { head, rows } = heatMapTable(modelOf(small));
  assert.equal(head.length, 7);
  assert.deepEqual(rows[0], ['4', '100.0 %', '50.0 %', '0.0 %', '10', '100.0 %', '30']);
  assert.deepEqual(rows[1], ['9', '75.0 %', '50.0 %', '25.0 %', '10', '75.0 %', '30']);
  const gaps = heatMapTable(modelOf({ ...small, values: [[NaN, NaN, NaN], [NaN, NaN, 1]] })).rows[0]; // prettier-ignore
  assert.deepEqual(gaps, ['4', 'not recorded', 'not recorded', 'not recorded', '', 'not recorded', '']);
});

test('nothing at all is a picture of nothing', () => {
  const nothing: HeatMap = { devices: [], steps: [], values: [], totalPoints: 0 };
  for (const isFitted of [true, false]) {
    const model = modelOf(nothing, { isFitted, quantity: 'powerWatts' });
    assert.match(model.summary, /nothing was recorded/);
    assert.ok(Number.isFinite(model.scale.min) && model.scale.max > model.scale.min);
    assert.deepEqual([colourIndices(model).length, stepLabels(model, 8), labelledRows(model, 2)], [0, [], []]);
    assert.equal(cellAfter('ArrowDown', false, null, model), undefined);
    assert.equal(cellAt(model, 0.5, 0.5), null);
    assert.equal(stepsBetween(model, 0, 1), null);
    assert.deepEqual(heatMapTable(model).rows, []);
  }
});
