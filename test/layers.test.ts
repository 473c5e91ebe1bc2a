// The layers of the house, as one table: what is not allowed here is forbidden. A new folder needs a row; a new package needs a place.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { findBreaches, layerOf, type Layer } from './layers.ts';

const PURE_ENGINE = ['text', 'data', 'graph', 'ops', 'autodiff', 'passes', 'random', 'optim', 'eval'].map(
  (room) => `src/engine/${room}/`,
);
const MODEL_CONFIG = 'src/engine/model/config.ts';
const CONFIG = ['src/config/', MODEL_CONFIG, 'src/engine/ipu/'];
const DATASETS = 'src/engine/run/data-file.ts';
const RUNS = ['src/store/client.ts', 'src/runner/', 'src/system/'];
const THREADS = ['src/language/client.ts', 'src/analysis/client.ts'];

const LAYERS: readonly Layer[] = [
  { name: 'shared', of: ['src/shared/'], may: ['@vscode/l10n'] },
  { name: 'system', of: ['src/system/'], may: ['src/shared/', 'node:'] },
  {
    name: 'engine (pure)',
    of: [...PURE_ENGINE, 'src/engine/model/'],
    may: [
      'src/shared/',
      MODEL_CONFIG,
      'jsonc-parser',
      'csv-parse/sync',
      'hyparquet',
      'hyparquet/src/thrift.js',
      'hyparquet-compressors',
    ],
  },
  { name: "engine's configurations", of: [MODEL_CONFIG, 'src/engine/ipu/'], may: ['src/shared/'] },
  {
    name: 'engine',
    of: ['src/engine/'],
    may: [
      ...PURE_ENGINE,
      'src/engine/model/',
      ...CONFIG,
      'src/card/',
      'src/shared/',
      'src/system/',
      'node:',
      'onnxruntime-node',
      'protobufjs',
      '@huggingface/hub',
    ],
  },
  { name: 'config', of: ['src/config/'], may: [...CONFIG, 'src/shared/', 'src/system/', 'node:', 'jsonc-parser'] },
  {
    name: 'language',
    of: ['src/language/'],
    may: [...CONFIG, 'src/engine/run/count-samples.ts', 'src/shared/', 'src/system/thread.ts', 'node:'],
  },
  {
    name: 'card',
    of: ['src/card/'],
    may: [...CONFIG, 'src/engine/eval/python-json.ts', 'src/shared/', 'yaml'],
  },
  {
    // The engine writes the card of a run that completes: no window may be open then.
    name: 'card of a run folder',
    of: ['src/card/run-folder.ts'],
    may: ['src/card/', ...CONFIG, 'src/compare/recorded-environment.ts', 'src/system/', 'src/shared/', 'node:'],
  },
  {
    name: 'comparison',
    of: ['src/compare/'],
    may: [...CONFIG, ...PURE_ENGINE, DATASETS, 'src/shared/', 'node:'],
  },
  {
    name: 'exchange',
    of: ['src/exchange/'],
    may: [
      ...CONFIG,
      ...PURE_ENGINE,
      'src/card/',
      'src/compare/',
      'src/system/',
      'src/shared/',
      'node:',
      'hyparquet-writer',
      'protobufjs',
    ],
  },
  {
    name: 'analysis',
    of: ['src/analysis/'],
    may: [
      ...CONFIG,
      ...PURE_ENGINE,
      'src/card/',
      'src/compare/',
      'src/exchange/',
      'src/system/',
      'src/shared/',
      'node:',
    ],
  },
  { name: 'store', of: ['src/store/'], may: ['src/shared/', 'src/system/', 'node:', 'better-sqlite3'] },
  { name: 'runner', of: ['src/runner/'], may: [...CONFIG, ...RUNS, 'src/shared/', 'node:', 'execa'] },
  { name: 'contributions', of: ['src/contributions/'], may: ['src/shared/', ...CONFIG] },
  {
    name: 'views',
    of: ['src/views/'],
    may: [...CONFIG, ...RUNS, ...THREADS, 'src/shared/', 'src/contributions/', 'node:', 'vscode', '@vscode/l10n'],
  },
  {
    name: 'extension',
    of: ['src/extension.ts', 'src/commands.ts'],
    may: [
      ...CONFIG,
      ...RUNS,
      ...THREADS,
      'src/views/',
      'src/shared/',
      'src/contributions/',
      'node:',
      'vscode',
      '@vscode/l10n',
    ],
  },
  {
    name: 'cli',
    of: ['src/cli/'],
    may: [...CONFIG, ...RUNS, 'src/card/', 'src/compare/', 'src/exchange/', 'src/engine/', 'src/shared/', 'node:'],
  },
  { name: 'webview', of: ['webview/'], may: ['src/shared/', 'chart.js', '@vscode/webview-ui-toolkit', '@vscode/l10n'] },
];

const root = join(import.meta.dirname, '..');
const files = globSync('{src,webview}/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));

test('every import stays within the layers', () => {
  assert.ok(files.length > 10, 'the sources are found');
  const breaches = files.flatMap((file) => findBreaches(file, readFileSync(join(root, file), 'utf8'), LAYERS));
  assert.deepEqual(
    breaches.map(({ file, imported, reason }) => `${file} → ${imported}: ${reason}`),
    [],
  );
});

test('a forbidden import is found, whichever way it is written', () => {
  const forbidden: readonly [file: string, text: string][] = [
    ['src/shared/x.ts', "import { readFileSync } from 'node:fs';"],
    ['src/shared/x.ts', "export type { Graph } from '../engine/graph/graph.ts';"],
    ['src/engine/ops/x.ts', "import ort from 'onnxruntime-node';"],
    ['src/engine/ops/x.ts', "const fs = await import('node:fs');"],
    ['src/engine/exec/x.ts', "import * as vscode from 'vscode';"],
    ['src/runner/x.ts', "import { open } from '../store/driver.ts';"],
    ['src/runner/x.ts', "import type { Session } from '../engine/exec/session.ts';"],
    ['src/config/x.ts', "import { window } from 'vscode';"],
    ['src/views/x.ts', "import Database from 'better-sqlite3';"],
    ['src/views/x.ts', "import { makePlan } from '../language/plan.ts';"],
    ['src/language/x.ts', "import { train } from '../engine/run/training.ts';"],
    ['webview/dashboard/x.ts', "import { launchRun } from '../../src/runner/launch.ts';"],
    ['src/elsewhere/x.ts', ''],
  ];
  for (const [file, text] of forbidden) assert.equal(findBreaches(file, text, LAYERS).length, 1, `${file}: ${text}`);
});

test('an allowed import is let through', () => {
  const allowed: readonly [file: string, text: string][] = [
    ['src/views/x.ts', "import type { StoreClient } from '../store/client.ts'; import * as vscode from 'vscode';"],
    [
      'src/engine/model/x.ts',
      "import type { BertConfig } from './config.ts'; import { emit } from '../graph/emit.ts';",
    ],
    ['src/cli/x.ts', "import { train } from '../engine/train.ts';"],
    [
      'webview/dashboard/x.ts',
      "import { Chart } from 'chart.js'; import { metrics } from '../../src/shared/metrics.ts';",
    ],
  ];
  for (const [file, text] of allowed) assert.deepEqual(findBreaches(file, text, LAYERS), [], `${file}: ${text}`);
});

test('the longest beginning decides the layer', () => {
  assert.equal(layerOf('src/engine/model/config.ts', LAYERS)?.name, "engine's configurations");
  assert.equal(layerOf('src/engine/model/bert.ts', LAYERS)?.name, 'engine (pure)');
  assert.equal(layerOf('src/engine/train.ts', LAYERS)?.name, 'engine');
});
