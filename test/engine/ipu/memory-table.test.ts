// The table of docs/ipu-model.md says what the model gives: the fullest IPU of every configuration of public sources.
// UPDATE_GOLDEN=1 writes it anew.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { planInferenceMemory, planMemory } from '../../../src/engine/ipu/memory.ts';
import { placeModel } from '../../../src/engine/ipu/placement.ts';
import { type PublishedConfig, readPublishedConfigs } from './published-configs.ts';

const page = new URL('../../../docs/ipu-model.md', import.meta.url);
const start = '<!-- memory: written by UPDATE_GOLDEN=1 node --test test/engine/ipu/memory-table.test.ts -->\n';
const end = '<!-- end of memory -->';

const head = [
  'configuration',
  'IPU',
  'weights',
  'gradients',
  'optimizer',
  'stash',
  'working set',
  'temporaries',
  'code',
  'MB in all',
  'verdict',
];

function rowOf({ name, input, approximated }: PublishedConfig): string[] {
  const plan = input.mode === 'training' ? planMemory : planInferenceMemory;
  const memory = plan(input, placeModel(input, input[input.mode]));
  const fullest = memory.reduce((full, ipu) => (ipu.totalBytes > full.totalBytes ? ipu : full));
  const parts = [
    fullest.weightsBytes,
    fullest.gradientsBytes,
    fullest.optimizerBytes,
    fullest.stashBytes,
    fullest.workingSetBytes,
    fullest.matmulBytes,
    fullest.codeBytes,
    fullest.totalBytes,
  ];
  const figures = parts.map((bytes) => String(Math.round(bytes / 1e6)));
  const verdict = fullest.verdict.replaceAll('-', ' ');
  return [name + (approximated ? ' ~' : ''), String(memory.indexOf(fullest)), ...figures, verdict];
}

function render(rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

test('the table of docs/ipu-model.md is up to date', () => {
  const { runs, outOfMemory, notExpressed } = readPublishedConfigs();
  const left = notExpressed.map(({ name, reason }) => `- ${name}: ${reason}`).join('\n');
  const changed = [...runs, ...outOfMemory].flatMap(({ name, approximated }) =>
    approximated ? [`- ${name}: ${approximated}`] : [],
  );
  const wanted = `
Known to run:

${render(runs.map(rowOf))}

Documented as out of memory:

${render(outOfMemory.map(rowOf))}

Configurations marked ~ were changed to be planned:

${changed.join('\n')}

Not planned:

${left}

`;
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end);
  assert.ok(text.includes(start) && to >= from, 'the page has no place for the table');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, text.slice(0, from) + wanted + text.slice(to));
  const current = readFileSync(page, 'utf8');
  assert.equal(current.slice(from, current.indexOf(end)), wanted);
});
