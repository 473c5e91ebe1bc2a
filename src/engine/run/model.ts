// The model that an experiment trains: loaded from a folder, or made from random weights.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Experiment } from '../../config/fields.ts';
import { loadModel, loadModelConfig } from '../checkpoint/load.ts';
import { bertBaseUncased, type BertConfig } from '../model/config.ts';
import type { Head } from '../model/head.ts';
import { initialise } from '../model/parameters.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { parseVocabulary, type Vocabulary } from '../text/vocabulary.ts';

/** The vocabulary of an experiment, with the file's text. */
export interface RunVocabulary {
  readonly vocabulary: Vocabulary;
  readonly path: string;
  readonly text: string;
}

/** Reads the vocabulary that an experiment names, or that its model folder holds. */
export async function readVocabulary({ model }: Experiment): Promise<RunVocabulary> {
  if (!model.do_lower_case) throw casedUnsupported();
  const folder = model.model_name_or_path;
  const path = model.vocab_file ?? (folder === null ? null : join(folder, 'vocab.txt'));
  if (path === null) throw vocabularyNotNamed();
  const text = await readText(path, 'vocabulary');
  return { vocabulary: parseVocabulary(text, path), path, text };
}

export interface RunModel {
  readonly config: BertConfig;
  readonly parameters: Map<string, Float32Array>;
  readonly notes: readonly string[];
}

/** The geometry of an experiment's model: that of its folder, or as the experiment says; with the experiment's dropout. */
export async function readModelConfig({ model }: Experiment, { vocabulary }: RunVocabulary): Promise<BertConfig> {
  const dropout = {
    hidden_dropout_prob: model.hidden_dropout_prob,
    attention_probs_dropout_prob: model.attention_probs_dropout_prob,
  };
  if (model.model_name_or_path !== null) return { ...(await loadModelConfig(model.model_name_or_path)), ...dropout };
  return {
    ...bertBaseUncased,
    vocab_size: vocabulary.tokens.length,
    pad_token_id: vocabulary.special.pad,
    hidden_size: model.hidden_size,
    num_hidden_layers: model.num_hidden_layers,
    num_attention_heads: model.num_attention_heads,
    intermediate_size: model.intermediate_size,
    max_position_embeddings: model.max_position_embeddings,
    initializer_range: model.initializer_range,
    ...dropout,
  };
}

/**
 * Loads or initialises the model of an experiment, with a head.
 *
 * @param config its geometry, from `readModelConfig`
 */
export async function prepareModel(
  { model, training }: Experiment,
  { vocabulary, path }: RunVocabulary,
  head: Head,
  config: BertConfig,
): Promise<RunModel> {
  const random = new Mt19937(training.seed);
  if (model.model_name_or_path === null) {
    const parameters = new Map(head.parameters(config).map((spec) => [spec.name, initialise(spec, config, random)]));
    return { config, parameters, notes: ['Starting from random weights.'] };
  }
  if (vocabulary.tokens.length > config.vocab_size) {
    throw vocabularyTooLarge(path, vocabulary.tokens.length, config.vocab_size);
  }
  const loaded = await loadModel(
    model.model_name_or_path,
    () => head.parameters(config),
    random,
    model.initializer_range,
  );
  return { config, parameters: loaded.parameters, notes: [...loaded.notes, ...otherDropout(loaded.config, config)] };
}

/** The experiment's dropout counts, and may have been settled before the model was downloaded. */
function otherDropout(config: BertConfig, dropout: Partial<BertConfig>): string[] {
  const names = ['hidden_dropout_prob', 'attention_probs_dropout_prob'] as const;
  return names
    .filter((name) => config[name] !== dropout[name])
    .map((name) => `${name} is ${dropout[name]}, as the experiment says; the model’s config.json has ${config[name]}.`);
}

/** A text file's content; throws an AppError that says what the file is for. */
export async function readText(path: string, purpose: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it does not exist' : (error as Error).message;
    throw new AppError('file-unreadable', `Cannot read the ${purpose} ${path}: ${reason}.`, 'Check the path.');
  }
}

function casedUnsupported(): AppError {
  return new AppError(
    'cased-unsupported',
    'model.do_lower_case is false, but the embedded engine has only the tokenizer of the uncased models.',
    'Use an uncased model and its vocabulary, and leave do_lower_case at true.',
  );
}

function vocabularyNotNamed(): AppError {
  return new AppError(
    'vocabulary-not-named',
    'The experiment names neither a vocabulary nor a model folder that has one.',
    'Set model.vocab_file to a WordPiece vocabulary, one token a line, such as the vocab.txt of bert-base-uncased.',
  );
}

function vocabularyTooLarge(path: string, tokens: number, rows: number): AppError {
  return new AppError(
    'vocabulary-too-large',
    `${path} has ${tokens} tokens, but the model has embeddings for ${rows}.`,
    'Use the vocabulary that the model was trained with: leave model.vocab_file out to take the one in the model folder.',
  );
}
