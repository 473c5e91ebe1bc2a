// What a model can start from: folders in the workspace, checkpoints of runs, the Hub's cache, published names; and vocabularies.

import type { PlannedModel } from '../../engine/ipu/plan-input.ts';
import { knownModel } from '../known-models.ts';
import type { Draft } from './draft.ts';
import { distance, writePath } from './paths.ts';
import { counted, geometryWords } from './render.ts';
import type { Suggestion } from './suggestion.ts';
import type { ModelFolder, RunCheckpoint, Surroundings } from './surroundings.ts';

/** Models on the Hub that are often started from. */
const publishedModels = [
  'Graphcore/bert-base-uncased',
  'Graphcore/bert-large-uncased',
  'Graphcore/bert-base-uncased-squad',
  'Graphcore/bert-large-uncased-squad',
  'bert-base-uncased',
  'bert-large-uncased',
  'bert-base-cased',
  'bert-large-cased',
  'bert-base-multilingual-cased',
  'google/bert_uncased_L-2_H-128_A-2',
  'google/bert_uncased_L-4_H-256_A-4',
];

/** For `model_name_or_path`: what is nearest goes first, then what need not be downloaded. */
export function suggestModels({ values }: Draft, surroundings: Surroundings): Suggestion[] {
  const { file, models, checkpoints, cachedModels } = surroundings;
  const hasVocabulary = typeof values.model?.vocab_file === 'string';
  const isUsable = ({ missing }: ModelFolder): boolean =>
    missing.every((name) => name === 'vocab.txt' && hasVocabulary);
  const folders = models
    .filter((model) => isUsable(model) && model.geometry)
    .sort((a, b) => distance(file, a.path) - distance(file, b.path))
    .map((model) => folderSuggestion(file, model));
  const saved = checkpoints.map((checkpoint) => checkpointSuggestion(surroundings, checkpoint));
  const cached = cachedModels.map(({ name, geometry }) =>
    modelSuggestion(
      name,
      geometry,
      'cached',
      'In the Hugging Face Hub’s cache on this machine: nothing is downloaded.',
    ),
  );
  const published = publishedModels.map((name) =>
    modelSuggestion(
      name,
      knownModel(name) ?? null,
      'Hub',
      'On the Hugging Face Hub: downloaded when the run starts, unless it is in the cache by then.',
    ),
  );
  return [...folders, ...saved, ...cached, ...published];
}

function folderSuggestion(file: string, { path, geometry }: ModelFolder): Suggestion {
  return {
    value: writePath(file, path, { asFolder: true }),
    kind: 'folder',
    detail: describe(geometry, 'folder'),
    documentation: `A model folder in this workspace.\n\n\`${path}\`${geometryLine(geometry, 'its config.json')}`,
  };
}

function checkpointSuggestion({ file, runs }: Surroundings, checkpoint: RunCheckpoint): Suggestion {
  const { path, geometry, runId, step } = checkpoint;
  const run = runs.find(({ id }) => id === runId);
  const name = run?.name ?? runId;
  const score = run?.score ? `, ${run.score}` : '';
  const state = run ? ` (${run.state}${score})` : '';
  return {
    value: writePath(file, path, { asFolder: true }),
    label: `${name}, update ${step}`,
    kind: 'run',
    detail: describe(geometry, `checkpoint${score}`),
    documentation: `Checkpoint of the run \`${runId}\`${state}, after ${counted(step, 'weight update')}.${geometryLine(geometry, 'its config.json')}\n\nA new run starts from these weights; to go on with the run itself, resume it.`,
  };
}

function modelSuggestion(name: string, geometry: PlannedModel | null, where: string, source: string): Suggestion {
  return {
    value: name,
    kind: 'model',
    detail: describe(geometry, where),
    documentation: source + geometryLine(geometry, 'the model’s config.json'),
  };
}

/** Short: names of models leave little room beside them. */
function describe(geometry: PlannedModel | null, where: string): string {
  return geometry ? `${geometry.num_hidden_layers} × ${geometry.hidden_size} · ${where}` : where;
}

function geometryLine(geometry: PlannedModel | null, source: string): string {
  if (!geometry) return '';
  const { num_attention_heads: heads, vocab_size: tokens } = geometry;
  return `\n\n${geometryWords(geometry)}, ${counted(heads, 'head')}, ${counted(tokens, 'token')} in the vocabulary; from ${source}.`;
}

/** For `vocab_file`. */
export function suggestVocabularies(_: Draft, { file, vocabularies }: Surroundings): Suggestion[] {
  return [...vocabularies]
    .sort((a, b) => distance(file, a.path) - distance(file, b.path))
    .map(({ path, tokens }) => ({
      value: writePath(file, path),
      kind: 'file',
      detail: counted(tokens, 'token'),
      documentation: `A WordPiece vocabulary in this workspace, one token a line.\n\n\`${path}\``,
    }));
}
