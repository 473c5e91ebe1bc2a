// The fields of an experiment file that say which model is trained. Part of the list in fields.ts; names are those of run_qa.py and
// of Hugging Face's config.json.

import { bertBaseUncased as bert } from '../engine/model/config.ts';
import { boolean, integer, number, text } from './field.ts';

/** The model to train, or its geometry. */
export const modelFields = {
  model_name_or_path: text(
    null,
    'Hugging Face BERT model to start from: a folder (config.json, model.safetensors or pytorch_model.bin, vocab.txt), or a name on the Hugging Face Hub, which is taken from its local cache or downloaded when the run starts. A folder of that name beside the experiment goes first. Null: start from random weights with the geometry below.',
    {
      path: 'folder-or-name',
      example: 'Graphcore/bert-base-uncased',
      when: 'Set it for every fine-tuning: scores as on a model card need its pre-trained weights.',
    },
  ),
  model_revision: text(
    null,
    'Branch, tag or commit of a model on the Hugging Face Hub; a commit makes the run repeatable. Null: `main`. Without effect on a folder.',
    { example: 'main', when: 'Set it when a run has to be repeatable although the model on the Hub may change.' },
  ),
  vocab_file: text(null, 'WordPiece vocabulary, one token a line. Null: `vocab.txt` in the model folder.', {
    path: 'file',
    example: 'vocab.txt',
    when: 'Needed with random weights; with a model only if its vocabulary is elsewhere.',
  }),
  do_lower_case: boolean(true, 'Lower-case the text and strip accents, as the uncased models expect.', {
    when: 'Turn it off for cased models, or capital letters are lost.',
  }),
  vocab_size: integer(
    null,
    'Entries of the vocabulary, for plans of a model whose vocabulary is not on this machine. Null: as the model’s config.json says, or as many as `vocab_file` has; both go before this field.',
    {
      min: 1,
      unit: 'tokens',
      example: bert.vocab_size,
      when: 'Set it for a plan of a model that is not here: serialization factors have to divide it.',
    },
  ),
  hidden_size: integer(
    bert.hidden_size,
    'Width of the model. Only for random weights; a model folder brings its own.',
    {
      min: 1,
      when: 'Make it smaller for a quick try of the whole road; memory and time grow with its square.',
      example: 128,
    },
  ),
  num_hidden_layers: integer(
    bert.num_hidden_layers,
    'Number of encoder layers. Only for random weights; a model folder brings its own.',
    { min: 1, when: '`layers_per_ipu` has to add up to it.', example: 24 },
  ),
  num_attention_heads: integer(
    bert.num_attention_heads,
    'Attention heads of a layer; divides `hidden_size`. Only for random weights; a model folder brings its own.',
    { min: 1, when: 'Change it with `hidden_size`, usually to a 64th of it.', example: 16 },
  ),
  intermediate_size: integer(
    bert.intermediate_size,
    'Width of the feed-forward layer. Only for random weights; a model folder brings its own.',
    { min: 1, when: 'Change it with `hidden_size`, usually to four times that.', example: 512 },
  ),
  max_position_embeddings: integer(
    bert.max_position_embeddings,
    'Longest sequence the model can read. Only for random weights; a model folder brings its own.',
    {
      min: 8,
      unit: 'tokens',
      when: 'It has to be at least `max_seq_length`; each position costs a row of parameters.',
      example: 256,
    },
  ),
  hidden_dropout_prob: number(
    bert.hidden_dropout_prob,
    'Dropout of embeddings and layer outputs while training. Default with a model folder: what its config.json says.',
    {
      min: 0,
      max: 0.99,
      when: 'Set it to 0 when the model is to learn by heart, higher when it overfits.',
      example: 0,
    },
  ),
  attention_probs_dropout_prob: number(
    bert.attention_probs_dropout_prob,
    'Dropout of attention probabilities while training. Default with a model folder: what its config.json says.',
    {
      min: 0,
      max: 0.99,
      when: 'Set it with `hidden_dropout_prob`.',
      example: 0,
    },
  ),
  initializer_range: number(
    bert.initializer_range,
    'Standard deviation of random initial weights; with a model folder, of those it lacks (the answer head).',
    {
      exclusiveMin: 0,
      when: 'Rarely changed; very wide models start better with less.',
      example: 0.01,
    },
  ),
};
