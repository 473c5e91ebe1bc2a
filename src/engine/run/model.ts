// The model that an experiment trains: loaded from a folder, or made from random weights.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Experiment } from '../../config/fields.ts';
import { loadModel } from '../checkpoint/load.ts';
import { bertBaseUncased, type BertConfig } from '../model/config.ts';
import { initialise, questionAnsweringParameters } from '../model/parameters.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { parseVocabulary, type Vocabulary } from '../text/vocabulary.ts';

export interface RunModel {
  readonly config: BertConfig;
  readonly parameters: Map<string, Float32Array>;
  readonly vocabulary: Vocabulary;
  readonly vocabularyText: string;
  readonly notes: readonly string[];
}

/** Loads or initialises the model of an experiment, and its vocabulary. */
export async function prepareModel({ model, training }: Experiment): Promise<RunModel> {
  if (!model.do_lower_case) throw casedUnsupported();
  const folder = model.model_name_or_path;
  const vocabularyPath = model.vocab_file ?? (folder === null ? null : join(folder, 'vocab.txt'));
  if (vocabularyPath === null) throw vocabularyNotNamed();
  const vocabularyText = await readText(vocabularyPath, 'vocabulary');
  const vocabulary = parseVocabulary(vocabularyText, vocabularyPath);
  const random = new Mt19937(training.seed);
  const dropout = {
    hidden_dropout_prob: model.hidden_dropout_prob,
    attention_probs_dropout_prob: model.attention_probs_dropout_prob,
  };
  if (folder !== null) {
    const { config, parameters, notes } = await loadModel(folder, questionAnsweringParameters, random);
    if (vocabulary.tokens.length > config.vocab_size) {
      throw vocabularyTooLarge(vocabularyPath, vocabulary.tokens.length, config.vocab_size);
    }
    return { config: { ...config, ...dropout }, parameters, vocabulary, vocabularyText, notes };
  }
  const config: BertConfig = {
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
  const specs = questionAnsweringParameters(config);
  const parameters = new Map(specs.map((spec) => [spec.name, initialise(spec, config, random)]));
  return { config, parameters, vocabulary, vocabularyText, notes: ['Starting from random weights.'] };
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
