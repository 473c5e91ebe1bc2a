// config.json of a Hugging Face BERT model, read and written.

import { bertBaseUncased, type BertConfig } from '../model/config.ts';
import { modelConfigInvalid } from './errors.ts';

/** The configuration in a config.json's text; what it leaves out has Hugging Face's default. */
export function parseBertConfig(text: string, path: string): BertConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw modelConfigInvalid(path, `it is not JSON (${(error as Error).message})`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw modelConfigInvalid(path, 'it is no object');
  const values = json as Record<string, unknown>;
  const modelType = values['model_type'];
  if (modelType !== undefined && modelType !== 'bert')
    throw modelConfigInvalid(path, `its model_type is ${String(modelType)}`);
  const activation = values['hidden_act'] ?? 'gelu';
  if (activation !== 'gelu')
    throw modelConfigInvalid(path, `its hidden_act is ${String(activation)}; only gelu is supported`);
  const entries = Object.entries(bertBaseUncased).map(([name, fallback]) => {
    const value = values[name] ?? fallback;
    if (typeof value !== typeof fallback) throw modelConfigInvalid(path, `${name} is ${JSON.stringify(value)}`);
    return [name, value];
  });
  const config = Object.fromEntries(entries) as BertConfig;
  checkSizes(config, path);
  return config;
}

function checkSizes(config: BertConfig, path: string): void {
  const sizes = [
    'vocab_size',
    'hidden_size',
    'num_hidden_layers',
    'num_attention_heads',
    'intermediate_size',
    'max_position_embeddings',
    'type_vocab_size',
  ] as const;
  for (const name of sizes) {
    if (!Number.isSafeInteger(config[name]) || config[name] < 1)
      throw modelConfigInvalid(path, `${name} is ${config[name]}`);
  }
  if (config.hidden_size % config.num_attention_heads !== 0) {
    throw modelConfigInvalid(
      path,
      `hidden_size ${config.hidden_size} is not divisible by ${config.num_attention_heads} heads`,
    );
  }
}

/** What a task adds to config.json: names of its labels, kind of problem. Written as it is, after the model's own fields. */
export type TaskConfig = Readonly<Record<string, unknown>>;

/** The text of a config.json that transformers loads as `architecture` (`BertForQuestionAnswering`, …). */
export function renderBertConfig(config: BertConfig, architecture: string, taskConfig: TaskConfig = {}): string {
  const json = {
    architectures: [architecture],
    ...config,
    ...taskConfig,
    model_type: 'bert',
    position_embedding_type: 'absolute',
    torch_dtype: 'float32',
  };
  return JSON.stringify(json, null, 2) + '\n';
}
