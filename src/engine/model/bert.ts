// BERT's forward pass as a graph. B is the number of sequences, S their padded length, H the hidden size, h the number of heads.
// Devlin et al., 2018; the order of operations is that of Hugging Face's BertModel.

import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { BertConfig } from './config.ts';

/** Gives the graph value of a parameter, by Hugging Face's tensor name. */
export type ParameterLookup = (name: string) => Value;

/** The token inputs of a micro-batch. */
export interface BertInputs {
  /** Token ids, [B*S]. */
  readonly inputIds: Value;
  /** 0 for the question, 1 for the context, [B*S]. */
  readonly tokenTypeIds: Value;
  /** 0, 1, 2 … in each sequence, [B*S]. */
  readonly positionIds: Value;
  /** Added to attention scores: 0 for tokens, a very negative number for padding, [B, 1, 1, S]. */
  readonly attentionBias: Value;
}

/** Adds the token inputs to a graph. */
export function bertInputs(graph: GraphBuilder): BertInputs {
  return {
    inputIds: graph.input('input_ids', 'int32', ['B*S']),
    tokenTypeIds: graph.input('token_type_ids', 'int32', ['B*S']),
    positionIds: graph.input('position_ids', 'int32', ['B*S']),
    attentionBias: graph.input('attention_bias', 'float32', ['B', 1, 1, 'S']),
  };
}

/** Whether and with which seed the graph drops out activations. */
export interface DropoutOptions {
  readonly training: boolean;
  readonly seed: number;
}

/** Builds the encoder; gives its last hidden states, [B*S, H]. */
export function buildBert(
  graph: GraphBuilder,
  config: BertConfig,
  inputs: BertInputs,
  parameter: ParameterLookup,
  dropoutOptions: DropoutOptions,
): Value {
  const bert = new BertBuilder(graph, config, parameter, dropoutOptions);
  let hidden = bert.embeddings(inputs);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    hidden = bert.layer(`bert.encoder.layer.${layer}`, hidden, inputs.attentionBias);
  }
  return hidden;
}

class BertBuilder {
  readonly #graph: GraphBuilder;
  readonly #config: BertConfig;
  readonly #parameter: ParameterLookup;
  readonly #dropout: DropoutOptions;
  #sites = 0;

  constructor(graph: GraphBuilder, config: BertConfig, parameter: ParameterLookup, dropout: DropoutOptions) {
    this.#graph = graph;
    this.#config = config;
    this.#parameter = parameter;
    this.#dropout = dropout;
  }

  /** [B*S] ids → [B*S, H]. */
  embeddings({ inputIds, tokenTypeIds, positionIds }: BertInputs): Value {
    const look = (table: string, ids: Value): Value =>
      this.#graph.emit('gather', [this.#parameter(`bert.embeddings.${table}.weight`), ids], {}); // [B*S, H]
    const words = look('word_embeddings', inputIds);
    const sum = this.#add(
      this.#add(words, look('token_type_embeddings', tokenTypeIds)),
      look('position_embeddings', positionIds),
    );
    return this.#drop(this.#norm('bert.embeddings.LayerNorm', sum), this.#config.hidden_dropout_prob);
  }

  /** [B*S, H] → [B*S, H]. */
  layer(name: string, x: Value, attentionBias: Value): Value {
    const rate = this.#config.hidden_dropout_prob;
    const attended = this.#drop(
      this.#dense(`${name}.attention.output.dense`, this.#attention(name, x, attentionBias)),
      rate,
    );
    const middle = this.#norm(`${name}.attention.output.LayerNorm`, this.#add(attended, x)); // [B*S, H]
    const wide = this.#graph.emit('gelu', [this.#dense(`${name}.intermediate.dense`, middle)], {}); // [B*S, I]
    const narrow = this.#drop(this.#dense(`${name}.output.dense`, wide), rate); // [B*S, H]
    return this.#norm(`${name}.output.LayerNorm`, this.#add(narrow, middle));
  }

  /** Multi-head self-attention without its output projection: [B*S, H] → [B*S, H]. */
  #attention(layer: string, x: Value, bias: Value): Value {
    const { hidden_size: hidden, num_attention_heads: heads, attention_probs_dropout_prob: rate } = this.#config;
    const width = hidden / heads;
    const split = (part: string): Value => {
      const flat = this.#dense(`${layer}.attention.self.${part}`, x); // [B*S, H]
      const parts = this.#graph.emit('reshape', [flat], { shape: ['B', 'S', heads, width] });
      return this.#graph.emit('transpose', [parts], { permutation: [0, 2, 1, 3] }); // [B, h, S, H/h]
    };
    const [query, key, value] = [split('query'), split('key'), split('value')];
    const alpha = 1 / Math.sqrt(width);
    const scores = this.#graph.emit('matmul', [query, key], { transposeA: false, transposeB: true, alpha }); // [B, h, S, S]
    const probabilities = this.#drop(this.#graph.emit('softmax', [this.#add(scores, bias)], {}), rate);
    const context = this.#graph.emit('matmul', [probabilities, value], {
      transposeA: false,
      transposeB: false,
      alpha: 1,
    });
    const merged = this.#graph.emit('transpose', [context], { permutation: [0, 2, 1, 3] }); // [B, S, h, H/h]
    return this.#graph.emit('reshape', [merged], { shape: ['B*S', hidden] });
  }

  #dense(name: string, x: Value): Value {
    return this.#graph.emit('linear', [x, this.#parameter(`${name}.weight`), this.#parameter(`${name}.bias`)], {});
  }

  #norm(name: string, x: Value): Value {
    const inputs = [x, this.#parameter(`${name}.weight`), this.#parameter(`${name}.bias`)];
    return this.#graph.emit('layerNorm', inputs, { epsilon: this.#config.layer_norm_eps });
  }

  #add(a: Value, b: Value): Value {
    return this.#graph.emit('add', [a, b], {});
  }

  #drop(x: Value, rate: number): Value {
    if (!this.#dropout.training || rate === 0) return x;
    return this.#graph.emit('dropout', [x], { rate, seed: this.#dropout.seed + this.#sites++ });
  }
}
