// BERT's forward pass as a graph. N is the number of sequences (B, or B times the sequences of an item), S their padded length, H the
// hidden size, h the number of heads.
// Devlin et al., 2018; the order of operations is that of Hugging Face's BertModel.

import type { Segment } from '../autodiff/recompute.ts';
import { multiplyDims, type Dim } from '../graph/dim.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { BertConfig } from './config.ts';

/** Gives the graph value of a parameter, by Hugging Face's tensor name. */
export type ParameterLookup = (name: string) => Value;

/** Drops out elements with probability `rate` and divides the rest by 1 − rate; while not training, gives `x` back. */
export type Drop = (x: Value, rate: number) => Value;

/** The token inputs of a micro-batch. */
export interface BertInputs {
  /** Number of sequences, N. */
  readonly sequences: Dim;
  /** Token ids, [N*S]. */
  readonly inputIds: Value;
  /** 0 for the first text, 1 for the second, [N*S]. */
  readonly tokenTypeIds: Value;
  /** 0, 1, 2 … in each sequence, [N*S]. */
  readonly positionIds: Value;
  /** Added to attention scores: 0 for tokens, a very negative number for padding, [N, 1, 1, S]. */
  readonly attentionBias: Value;
}

/** Adds the token inputs of N sequences to a graph. */
export function bertInputs(graph: GraphBuilder, sequences: Dim): BertInputs {
  const tokens = [multiplyDims([sequences, 'S'])];
  return {
    sequences,
    inputIds: graph.input('input_ids', 'int32', tokens),
    tokenTypeIds: graph.input('token_type_ids', 'int32', tokens),
    positionIds: graph.input('position_ids', 'int32', tokens),
    attentionBias: graph.input('attention_bias', 'float32', [sequences, 1, 1, 'S']),
  };
}

export interface Bert {
  /** The encoder's last hidden states, [N*S, H]. */
  readonly hidden: Value;
  /** Where each encoder layer lies in the graph. */
  readonly layers: readonly Segment[];
}

/** Builds the encoder. */
export function buildBert(
  graph: GraphBuilder,
  config: BertConfig,
  inputs: BertInputs,
  parameter: ParameterLookup,
  drop: Drop,
): Bert {
  const bert = new BertBuilder(graph, config, parameter, drop);
  const layers: Segment[] = [];
  let hidden = bert.embeddings(inputs);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const [input, start] = [hidden, graph.nodes.length];
    hidden = bert.layer(`bert.encoder.layer.${layer}`, input, inputs);
    layers.push({ input, start, end: graph.nodes.length });
  }
  return { hidden, layers };
}

class BertBuilder {
  readonly #graph: GraphBuilder;
  readonly #config: BertConfig;
  readonly #parameter: ParameterLookup;
  readonly #drop: Drop;

  constructor(graph: GraphBuilder, config: BertConfig, parameter: ParameterLookup, drop: Drop) {
    this.#graph = graph;
    this.#config = config;
    this.#parameter = parameter;
    this.#drop = drop;
  }

  /** [N*S] ids → [N*S, H]. */
  embeddings({ inputIds, tokenTypeIds, positionIds }: BertInputs): Value {
    const look = (table: string, ids: Value): Value =>
      this.#graph.emit('gather', [this.#parameter(`bert.embeddings.${table}.weight`), ids], {}); // [N*S, H]
    const words = look('word_embeddings', inputIds);
    const sum = this.#add(
      this.#add(words, look('token_type_embeddings', tokenTypeIds)),
      look('position_embeddings', positionIds),
    );
    return this.#drop(this.#norm('bert.embeddings.LayerNorm', sum), this.#config.hidden_dropout_prob);
  }

  /** [N*S, H] → [N*S, H]. */
  layer(name: string, x: Value, inputs: BertInputs): Value {
    const rate = this.#config.hidden_dropout_prob;
    const attended = this.#drop(this.#dense(`${name}.attention.output.dense`, this.#attention(name, x, inputs)), rate);
    const middle = this.#norm(`${name}.attention.output.LayerNorm`, this.#add(attended, x)); // [N*S, H]
    const wide = this.#graph.emit('gelu', [this.#dense(`${name}.intermediate.dense`, middle)], {}); // [N*S, I]
    const narrow = this.#drop(this.#dense(`${name}.output.dense`, wide), rate); // [N*S, H]
    return this.#norm(`${name}.output.LayerNorm`, this.#add(narrow, middle));
  }

  /** Multi-head self-attention without its output projection: [N*S, H] → [N*S, H]. */
  #attention(layer: string, x: Value, { sequences, attentionBias }: BertInputs): Value {
    const { hidden_size: hidden, num_attention_heads: heads, attention_probs_dropout_prob: rate } = this.#config;
    const width = hidden / heads;
    const split = (part: string): Value => {
      const flat = this.#dense(`${layer}.attention.self.${part}`, x); // [N*S, H]
      const parts = this.#graph.emit('reshape', [flat], { shape: [sequences, 'S', heads, width] });
      return this.#graph.emit('transpose', [parts], { permutation: [0, 2, 1, 3] }); // [N, h, S, H/h]
    };
    const [query, key, value] = [split('query'), split('key'), split('value')];
    const alpha = 1 / Math.sqrt(width);
    const scores = this.#graph.emit('matmul', [query, key], { transposeA: false, transposeB: true, alpha }); // [N, h, S, S]
    const probabilities = this.#drop(this.#graph.emit('softmax', [this.#add(scores, attentionBias)], {}), rate);
    const context = this.#graph.emit('matmul', [probabilities, value], {
      transposeA: false,
      transposeB: false,
      alpha: 1,
    });
    const merged = this.#graph.emit('transpose', [context], { permutation: [0, 2, 1, 3] }); // [N, S, h, H/h]
    return this.#graph.emit('reshape', [merged], { shape: [multiplyDims([sequences, 'S']), hidden] });
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
}
