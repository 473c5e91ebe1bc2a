// What might lie around an experiment file, and how an editor inserts a completion, for tests of completion.

import { nothingAround, type Surroundings } from '../../../src/config/language/surroundings.ts';
import { knownModel } from '../../../src/config/known-models.ts';
import type { Completion } from '../../../src/shared/language.ts';

/** A workspace at /projects with models, data, experiments and runs. */
export function workplace(file: string): Surroundings {
  const geometry = knownModel('bert-base-uncased')!;
  return {
    ...nothingAround(file),
    models: [
      { path: '/projects/models/bert-large', geometry: knownModel('bert-large-uncased')!, missing: [] },
      { path: '/projects/models/half', geometry, missing: ['model.safetensors'] },
      { path: '/projects/experiments/bert', geometry, missing: [] },
    ],
    checkpoints: [
      {
        path: '/projects/.ipu/runs/20260101-120000-base-ab12/checkpoints/checkpoint-690',
        geometry,
        missing: [],
        runId: '20260101-120000-base-ab12',
        step: 690,
      },
    ],
    cachedModels: [{ name: 'somebody/bert-small', geometry: knownModel('bert-small')! }],
    cachedDatasets: ['somebody/questions'],
    vocabularies: [{ path: '/projects/experiments/vocab.txt', tokens: 30522 }],
    dataFiles: [
      { path: '/projects/squad/train-v1.1.json', format: 'JSON', sizeBytes: 30_288_272, tasks: ['question-answering'] },
      { path: '/projects/squad/dev-v1.1.json', format: 'JSON', sizeBytes: 4_854_279, tasks: ['question-answering'] },
      { path: '/projects/experiments/texts.csv', format: 'CSV', sizeBytes: 1200, tasks: ['sequence-classification'] },
      { path: '/projects/experiments/rows.csv', format: 'CSV', sizeBytes: 400, tasks: [] },
    ],
    experiments: [
      { path: file, description: 'itself' },
      { path: '/projects/experiments/base.ipu.json', description: 'What the others build on.' },
    ],
    runs: [
      {
        id: '20260101-120000-base-ab12',
        name: 'base',
        group: 'learning rates',
        state: 'completed',
        score: 'F1 88.8 %',
      },
    ],
  };
}

/** The text after an editor has taken the completion; tab stops are left as they are filled in. */
export function insertCompletion(text: string, { insert, isSnippet, range }: Completion): string {
  const content = isSnippet ? expandSnippet(insert) : insert;
  return text.slice(0, range.offset) + content + text.slice(range.offset + range.length);
}

function expandSnippet(snippet: string): string {
  let text = '';
  for (let at = 0; at < snippet.length; at++) {
    const stop = /^\$\{\d+:|^\$\d/.exec(snippet.slice(at))?.[0];
    if (stop) at += stop.length - 1;
    else if (snippet[at] === '\\') text += snippet[++at];
    else if (snippet[at] !== '}' || !isStopEnd(snippet, at)) text += snippet[at];
  }
  return text;
}

/** Whether the brace at `at` ends a tab stop: none of ours holds another brace that is not escaped. */
function isStopEnd(snippet: string, at: number): boolean {
  const start = snippet.lastIndexOf('${', at);
  if (start < 0) return false;
  return !/(?<!\\)\}/.test(snippet.slice(start, at));
}
