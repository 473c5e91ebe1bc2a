// What a task puts on top of the encoder: parameters, scores and a loss. One record a head, in heads/.

import type { Dim } from '../graph/dim.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { Drop, ParameterLookup } from './bert.ts';
import type { BertConfig } from './config.ts';
import type { ParameterSpec } from './parameters.ts';

/** What a head builds with. */
export interface HeadContext {
  readonly graph: GraphBuilder;
  readonly config: BertConfig;
  readonly parameter: ParameterLookup;
  /** Drops out activations while training; gives its input back otherwise. */
  readonly drop: Drop;
  /** Number of sequences, N = sequencesPerItem*B. */
  readonly sequences: Dim;
  /** The encoder's last hidden states, [N*S, H]. */
  readonly hidden: Value;
}

/** What a head says about a micro-batch, by name. */
export type Scores = Readonly<Record<string, Value>>;

export interface Head {
  /** Hugging Face's class for BERT with this head, such as `BertForQuestionAnswering`. */
  readonly architecture: string;
  /** What the head adds to config.json, such as `id2label`. */
  readonly configEntries: Readonly<Record<string, unknown>>;
  /** Sequences that make one item: 1, or the number of choices. Items are counted by the dimension B. */
  readonly sequencesPerItem: number;
  /** All parameters of the model, the encoder's first, in Hugging Face's order. */
  parameters(config: BertConfig): ParameterSpec[];
  /** The scores that evaluation reads; may add inputs to the graph (positions to be scored). */
  scores(context: HeadContext): Scores;
  /** The loss [], from the scores; adds the inputs it needs (labels and weights) to the graph. */
  loss(context: HeadContext, scores: Scores): Value;
}
