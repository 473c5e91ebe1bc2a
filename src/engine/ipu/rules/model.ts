// Rules of the model itself, and of versions that lack what a configuration uses.
// Sources: transformers models/bert/modeling_bert.py; huggingface/optimum-graphcore before v0.6.0, which knows no wildcard.

import type { PlanInput } from '../plan-input.ts';
import { type ConfigurationFinding, isCount, type Rule } from './finding.ts';

/** Rules that hold of training and evaluation alike. */
export const modelRules: readonly Rule[] = [checkHeads, checkPositions, checkWildcards];

function checkHeads({ model }: PlanInput): ConfigurationFinding | undefined {
  const { hidden_size: width, num_attention_heads: heads } = model;
  if (!isCount(width) || !isCount(heads) || width % heads === 0) return undefined;
  const fields = ['model.num_attention_heads', 'model.hidden_size'];
  return {
    severity: 'error',
    code: 'heads-do-not-divide-width',
    message: `\`hidden_size\` ${width} cannot be shared evenly by ${heads} attention heads.`,
    hint: `Choose \`num_attention_heads\` so that it divides ${width}, such as ${nearestDivisor(width, heads)}.`,
    fields,
    needs: [...fields, 'model.geometry'],
  };
}

function checkPositions({ model, sequenceLength }: PlanInput): ConfigurationFinding | undefined {
  const { max_position_embeddings: positions } = model;
  if (!(sequenceLength > positions)) return undefined;
  const fields = ['data.max_seq_length', 'model.max_position_embeddings'];
  return {
    severity: 'error',
    code: 'sequence-longer-than-positions',
    message: `\`max_seq_length\` is ${sequenceLength}, but the model has ${positions} positions.`,
    hint: `Write at most ${positions}, or raise \`max_position_embeddings\` of a model with random weights.`,
    fields,
    needs: [...fields, 'model.geometry'],
  };
}

function checkWildcards({ family, training }: PlanInput): ConfigurationFinding | undefined {
  if (family !== '0.5' || training.ipusPerReplica === 1 || !training.layersPerIpu.includes(-1)) return undefined;
  const fields = ['ipu_config.layers_per_ipu'];
  return {
    severity: 'error',
    code: 'wildcard-unknown',
    message: `\`layers_per_ipu\` [${training.layersPerIpu.slice(0, 16).join(', ')}] has a −1, which optimum-graphcore knows from version 0.6.0 on; before, it places no layers.`,
    hint: 'Write the number of layers of each IPU.',
    fields,
    needs: [...fields, 'plan.optimum_graphcore'],
  };
}

function nearestDivisor(value: number, near: number): number {
  let best = 1;
  for (let divisor = 1; divisor <= Math.min(value, 2 * near, 4096); divisor++) {
    if (value % divisor === 0 && Math.abs(divisor - near) < Math.abs(best - near)) best = divisor;
  }
  return best;
}
