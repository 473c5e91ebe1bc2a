// config.json of a Hugging Face BERT model, read and written.

import { bertBaseUncased, type BertConfig } from '../model/config.ts';
import { modelConfigInvalid, modelConfigUnsupported } from './errors.ts';

/** The configuration in a config.json's text; what it leaves out has Hugging Face's default. Throws an AppError. */
export function parseBertConfig(text: string, path: string): BertConfig {
  const values = parseObject(text, path);
  for (const [name, only] of Object.entries(onlySupported)) {
    const value = values[name] ?? only.value;
    if (value !== only.value) throw modelConfigUnsupported(path, name, value, only.value, only.remedy);
  }
  const entries = Object.entries(bertBaseUncased).map(([name, fallback]) => {
    const value = values[name] ?? fallback;
    if (typeof value !== typeof fallback) throw modelConfigInvalid(path, `${name} is ${JSON.stringify(value)}`);
    return [name, value];
  });
  const config = Object.fromEntries(entries) as BertConfig;
  checkRanges(config, path);
  return config;
}

/** Fields for which the engine has one value; a file that is silent about them has it. */
const onlySupported: Readonly<Record<string, { readonly value: unknown; readonly remedy: string }>> = {
  model_type: { value: 'bert', remedy: 'Use the config.json of a Hugging Face BERT model.' },
  hidden_act: { value: 'gelu', remedy: 'Use a model that was trained with gelu, such as bert-base-uncased.' },
  position_embedding_type: {
    value: 'absolute',
    remedy: 'Use a model with absolute positions, such as bert-base-uncased; relative ones are not computed here.',
  },
  is_decoder: { value: false, remedy: 'Use an encoder, such as bert-base-uncased.' },
  add_cross_attention: { value: false, remedy: 'Use an encoder, such as bert-base-uncased.' },
};

function parseObject(text: string, path: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw modelConfigInvalid(path, `it is not JSON (${(error as Error).message})`);
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw modelConfigInvalid(path, 'it is no object');
}

const sizes = [
  'vocab_size',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
  'type_vocab_size',
] as const;

function checkRanges(config: BertConfig, path: string): void {
  const refuse = (name: keyof BertConfig): never => {
    throw modelConfigInvalid(path, `${name} is ${config[name]}`);
  };
  const { hidden_size: width, num_attention_heads: heads, pad_token_id: pad } = config;
  for (const name of sizes) if (!Number.isSafeInteger(config[name]) || config[name] < 1) refuse(name);
  for (const name of ['hidden_dropout_prob', 'attention_probs_dropout_prob'] as const) {
    if (!(config[name] >= 0 && config[name] < 1)) refuse(name);
  }
  for (const name of ['layer_norm_eps', 'initializer_range'] as const) {
    if (!(config[name] > 0 && config[name] < Infinity)) refuse(name);
  }
  if (!Number.isSafeInteger(pad) || pad < 0 || pad >= config.vocab_size) refuse('pad_token_id');
  if (width % heads !== 0) throw modelConfigInvalid(path, `hidden_size ${width} is not divisible by ${heads} heads`);
}

/** What a task adds to config.json: names of its labels, kind of problem. Written as it is, after the model's own fields. */
export type TaskConfig = Readonly<Record<string, unknown>>;

/** The text of a config.json that transformers loads as `architecture` (`BertForQuestionAnswering`, …). */
export function renderBertConfig(config: BertConfig, architecture: string, taskConfig: TaskConfig = {}): string {
  const json = {
    architectures: [architecture],
    ...config,
    classifier_dropout: null,
    ...taskConfig,
    model_type: 'bert',
    position_embedding_type: 'absolute',
    torch_dtype: 'float32',
  };
  return JSON.stringify(json, null, 2) + '\n';
}
