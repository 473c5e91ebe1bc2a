// The geometry of published BERT models by their names, for plans of models that are not on this machine. A model that is
// there says its geometry itself, in its config.json.
// Sources: the models' config.json on the Hugging Face Hub; google-research/bert README.md for the miniatures.

import type { PlannedModel } from '../engine/ipu/plan-input.ts';
import { bertBaseUncased, bertLargeUncased } from '../engine/model/config.ts';

const casedVocabulary = 28996;

const published: Readonly<Record<string, PlannedModel>> = {
  'bert-base-uncased': plannedModel(bertBaseUncased),
  'bert-base-cased': plannedModel({ ...bertBaseUncased, vocab_size: casedVocabulary }),
  'bert-large-uncased': plannedModel(bertLargeUncased),
  'bert-large-cased': plannedModel({ ...bertLargeUncased, vocab_size: casedVocabulary }),
  'bert-base-multilingual-uncased': plannedModel({ ...bertBaseUncased, vocab_size: 105879 }),
  'bert-base-multilingual-cased': plannedModel({ ...bertBaseUncased, vocab_size: 119547 }),
  'bert-base-chinese': plannedModel({ ...bertBaseUncased, vocab_size: 21128 }),
  'bert-base-german-cased': plannedModel({ ...bertBaseUncased, vocab_size: 30000 }),
  'bert-tiny': miniature(2, 128, 2),
  'bert-mini': miniature(4, 256, 4),
  'bert-small': miniature(4, 512, 8),
  'bert-medium': miniature(8, 512, 8),
};

/** Names that `knownModel` knows, without owners; those of the miniatures follow a pattern besides. */
export const knownModelNames: readonly string[] = Object.keys(published);

/**
 * The geometry of the model of that name, with or without its owner on the Hub; undefined for a name that says nothing.
 * What is called after a published model, as fine-tuned ones are (`bert-base-uncased-squad`), has its geometry.
 */
export function knownModel(name: string): PlannedModel | undefined {
  const bare = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const pattern = /^bert_(uncased|cased)_l-(\d{1,3})_h-(\d{1,5})_a-(\d{1,3})$/.exec(bare);
  if (pattern) {
    const [layers = 0, width = 0, heads = 0] = pattern.slice(2).map(Number);
    if (layers < 1 || heads < 1 || width < 1 || width % heads !== 0) return undefined;
    const model = miniature(layers, width, heads);
    return pattern[1] === 'cased' ? { ...model, vocab_size: casedVocabulary } : model;
  }
  if (Object.hasOwn(published, bare)) return published[bare];
  // The longest name wins: bert-base-multilingual-cased before bert-base-….
  const after = knownModelNames.filter((known) => bare.startsWith(`${known}-`)).sort((a, b) => b.length - a.length)[0];
  return after === undefined ? undefined : published[after];
}

function miniature(layers: number, width: number, heads: number): PlannedModel {
  return {
    ...plannedModel(bertBaseUncased),
    num_hidden_layers: layers,
    hidden_size: width,
    num_attention_heads: heads,
    intermediate_size: 4 * width,
  };
}

function plannedModel(config: PlannedModel): PlannedModel {
  return {
    vocab_size: config.vocab_size,
    hidden_size: config.hidden_size,
    num_hidden_layers: config.num_hidden_layers,
    num_attention_heads: config.num_attention_heads,
    intermediate_size: config.intermediate_size,
    max_position_embeddings: config.max_position_embeddings,
    type_vocab_size: config.type_vocab_size,
  };
}
