import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderChartSvg } from '../../../src/shared/chart-svg/render.ts';
import { chartOf, curveOf } from '../chart/fixtures.ts';

const pathOf = (svg: string, look: string): string => new RegExp(`class="${look}" d="([^"]*)"`).exec(svg)?.[1] ?? '';

test('a chart becomes a document that stands by itself, with its words', () => {
  const svg = renderChartSvg(chartOf([curveOf([3, 2, 1], { totalPoints: 9 })], { source: 'model' }));
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*data-source="model"/);
  assert.match(svg, /modelled · 3 of 9 points/);
  assert.match(svg, /<desc>Loss by step, modelled, not measured/);
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
});

test('a line is interrupted where a value is missing, and the place is marked', () => {
  const svg = renderChartSvg(chartOf([curveOf([3, 2, NaN, 1, 2])]));
  assert.equal(pathOf(svg, 'line').match(/M/g)?.length, 2);
  assert.equal(pathOf(svg, 'mark').match(/M/g)?.length, 1);
});

test('a smoothed curve has the raw one behind it, and a band its area', () => {
  const values = Array.from({ length: 50 }, (_, index) => index);
  const svg = renderChartSvg(
    chartOf([curveOf(values, { smooth: values, low: values.map((value) => value - 1), high: values })]),
  );
  assert.notEqual(pathOf(svg, 'raw'), '');
  assert.match(pathOf(svg, 'band'), /Z$/);
  assert.equal(pathOf(svg, 'dot'), '');
  assert.notEqual(pathOf(renderChartSvg(chartOf([curveOf([1])])), 'dot'), '', 'a single point is seen as a dot');
});

test('a part is drawn as it is shown, clipped at its ends', () => {
  const chart = chartOf([curveOf([9, 2, 1, 8])]);
  const svg = renderChartSvg({ ...chart, zoom: { x: { min: 2, max: 3 }, y: null } });
  assert.match(svg, />2 of 4 points</);
  assert.match(svg, /clip-path="url\(#chart-/);
});

test('names stay words, whatever they contain', () => {
  const evil = '</title><script>alert("1")</script>&\u0001';
  const svg = renderChartSvg(
    chartOf(
      [
        curveOf([1, 2], { label: evil }),
        curveOf([2, 1], { key: 'b', label: evil, look: { colour: 'red;}</style>', dash: [] } }),
      ],
      {
        title: evil,
      },
    ),
  );
  assert.doesNotMatch(svg, /<script|<\/style>.*<\/style>|\u0001/);
  assert.match(svg, /&lt;script&gt;/);
});

test('colours are for light or dark pages, or for whichever the reader prefers', () => {
  const chart = chartOf([curveOf([1, 2])]);
  assert.match(renderChartSvg(chart), /#0072b2/);
  assert.doesNotMatch(renderChartSvg({ ...chart, colours: 'dark' }), /#0072b2/);
  const both = renderChartSvg({ ...chart, colours: 'both' });
  assert.match(both, /#0072b2[\s\S]*prefers-color-scheme: dark[\s\S]*#56b4e9/);
});
