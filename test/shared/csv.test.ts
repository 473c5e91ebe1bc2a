// Cells of CSV files, read back by another reader of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { csvText } from '../../src/shared/csv.ts';

test('a text comes back as it was', () => {
  const texts = ['', 'loss', 'a,b', 'say "no"', 'two\nlines', ' x ', '×'];
  assert.deepEqual(parse(`${texts.map(csvText).join(',')}\n`), [texts]);
});

test('what a spreadsheet would run is a text', () => {
  const formulas = ['=1', '+1', '-1', '@x', '\t=1', '\r=1', '=HYPERLINK("a","b")'];
  assert.deepEqual(parse(`${formulas.map(csvText).join(',')}\n`), [formulas.map((text) => `'${text}`)]);
});
