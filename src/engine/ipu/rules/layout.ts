// Rules of a layout: layers, lists with an entry for each IPU, and factors that divide the vocabulary.
// Sources: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py (`_validate_ipu_config`), modeling_utils.py
// (`_expand_layers_per_ipu_wildcard`, `SerializedEmbedding`, `SerializedLinear`).

import { findPlacementFault } from '../placeable.ts';
import type { Layout, PlanInput } from '../plan-input.ts';
import { counted } from '../words.ts';
import { type ConfigurationFinding, ipusFields, isCount, type LayoutRule, namesOf } from './finding.ts';

type Pass = PlanInput['mode'];

/** Each of them is asked of training and of evaluation. */
export const layoutRules: readonly LayoutRule[] = [
  checkLayers,
  checkMatmulLength,
  checkMatmulScalar,
  (input, pass) => checkFactor(input, pass, embedding),
  (input, pass) => (input.task === 'pretraining' ? checkFactor(input, pass, projection) : undefined),
  (input, pass) => checkSplits(input, pass, embedding),
  (input, pass) => (input.task === 'pretraining' ? checkSplits(input, pass, projection) : undefined),
];

function checkLayers(input: PlanInput, pass: Pass): ConfigurationFinding | undefined {
  const fault = findPlacementFault(input, pass);
  if (!fault) return undefined;
  const layers = namesOf(input, pass, 'layersPerIpu', 'layers_per_ipu');
  const ipus = namesOf(input, pass, 'ipusPerReplica', 'ipus_per_replica');
  const named = (text: string): string =>
    text.replaceAll('layers_per_ipu', layers.name).replaceAll('ipus_per_replica', ipus.name);
  return {
    severity: 'error',
    code: fault.code,
    message: named(fault.message) + surplus(input, pass, fault.code),
    hint: named(fault.hint),
    fields: [...layers.fields, ...ipus.fields],
    needs: [...ipusFields(pass), ...(fault.code === 'layers-sum-wrong' ? ['model.num_hidden_layers'] : [])],
  };
}

// A surplus went unnoticed up to v0.5, and with it the layers of the last IPUs stood empty.
function surplus(input: PlanInput, pass: Pass, code: string): string {
  const placed = input[pass].layersPerIpu.reduce((sum, layers) => sum + Math.max(0, layers), 0);
  const isUnnoticed = input.family === '0.5' && code === 'layers-sum-wrong' && placed > input.model.num_hidden_layers;
  return isUnnoticed ? ' Up to version 0.5 optimum-graphcore leaves the surplus out without a word.' : '';
}

function checkMatmulLength(input: PlanInput, pass: Pass): ConfigurationFinding | undefined {
  const { matmulProportion: given, ipusPerReplica } = input[pass];
  if (typeof given === 'number' || given.length === ipusPerReplica) return undefined;
  const { name, fields } = namesOf(input, pass, 'matmulProportion', 'matmul_proportion');
  return {
    severity: 'error',
    code: 'matmul-list-length-wrong',
    message: `\`${name}\` has ${counted(given.length, 'entry', 'entries')} for ${counted(ipusPerReplica, 'IPU')} in a replica.`,
    hint: 'Write one entry for each IPU, or one number for all.',
    fields,
    needs: [...fields, ...ipusFields(pass)],
  };
}

function checkMatmulScalar(input: PlanInput, pass: Pass): ConfigurationFinding | undefined {
  const { matmulProportion: given, ipusPerReplica } = input[pass];
  // Other whole numbers are out of range, which is said elsewhere.
  if ((given !== 0 && given !== 1) || !isCount(ipusPerReplica)) return undefined;
  const { name, fields } = namesOf(input, pass, 'matmulProportion', 'matmul_proportion');
  return {
    severity: 'warning',
    code: 'matmul-proportion-whole',
    message: `\`${name}\` is the whole number ${given}: optimum-graphcore lets it pass and then fails when it hands it on, because only a number with a point is spread over the IPUs.`,
    hint: `Write it as a list, such as [${Array.from({ length: Math.min(ipusPerReplica, 8) }, () => given).join(', ')}].`,
    fields,
    needs: fields,
  };
}

/** A table that can be cut into parts: by a factor, or by parts on each IPU. */
interface Cut {
  readonly factor: 'embeddingSerializationFactor' | 'projectionSerializationFactor';
  readonly splits: 'embeddingSplitsPerIpu' | 'projectionSplitsPerIpu';
  readonly factorField: string;
  readonly splitsField: string;
  readonly kind: string;
}

const embedding: Cut = {
  factor: 'embeddingSerializationFactor',
  splits: 'embeddingSplitsPerIpu',
  factorField: 'embedding_serialization_factor',
  splitsField: 'serialized_embedding_splits_per_ipu',
  kind: 'embedding',
};
const projection: Cut = {
  factor: 'projectionSerializationFactor',
  splits: 'projectionSplitsPerIpu',
  factorField: 'projection_serialization_factor',
  splitsField: 'serialized_projection_splits_per_ipu',
  kind: 'projection',
};

function checkFactor(input: PlanInput, pass: Pass, cut: Cut): ConfigurationFinding | undefined {
  const factor = input[pass][cut.factor];
  const { vocab_size: rows } = input.model;
  if (!isCount(factor) || !isCount(rows) || rows % factor === 0) return undefined;
  const { name, fields } = namesOf(input, pass, cut.factor, cut.factorField);
  return {
    severity: 'error',
    code: `${cut.kind}-factor-does-not-divide`,
    message: `\`${name}\` is ${factor}, which does not divide the vocabulary of ${rows}.`,
    hint: `Write one of ${divisorsOf(rows).join(', ')}.`,
    fields,
    needs: [...fields, 'model.vocab_size'],
  };
}

/** The smallest divisors: the factors one would choose from. */
function divisorsOf(rows: number): number[] {
  const found: number[] = [];
  for (let divisor = 1; divisor <= Math.min(rows, 64) && found.length < 6; divisor++) {
    if (rows % divisor === 0) found.push(divisor);
  }
  return found;
}

function checkSplits(input: PlanInput, pass: Pass, cut: Cut): ConfigurationFinding | undefined {
  const layout = input[pass];
  const splits = layout[cut.splits];
  if (splits === null) return undefined;
  const { name, fields } = namesOf(input, pass, cut.splits, cut.splitsField);
  const factor = namesOf(input, pass, cut.factor, cut.factorField);
  const fault = splitsFault(splits, layout, factor.name, layout[cut.factor]);
  if (!fault) return undefined;
  const { reason, hint, ...rest } = fault;
  const message = `\`${name}\` [${splits.slice(0, 16).join(', ')}] ${reason}.`;
  return {
    ...rest,
    code: `${cut.kind}-${rest.code}`,
    message,
    hint,
    fields,
    needs: [...fields, ...factor.fields, ...ipusFields(pass)],
  };
}

function splitsFault(splits: readonly number[], { ipusPerReplica }: Layout, factorName: string, factor: number) {
  const error = (code: string, reason: string, hint: string) => ({ severity: 'error' as const, code, reason, hint });
  const used = splits.flatMap((parts, ipu) => (parts > 0 ? [ipu] : []));
  if (factor > 1)
    return error('splits-beside-factor', `and \`${factorName}\` ${factor} exclude each other`, 'Keep one of them.');
  if (splits.length !== ipusPerReplica)
    return error(
      'splits-length-wrong',
      `has ${counted(splits.length, 'entry', 'entries')} for ${counted(ipusPerReplica, 'IPU')} in a replica`,
      'Write one entry for each IPU.',
    );
  if (splits.some((parts) => !Number.isSafeInteger(parts) || parts < 0))
    return error('splits-entry-wrong', 'has an entry that is no number of parts', 'Write whole numbers from 0.');
  if (used.length === 0) return error('splits-empty', 'places no part at all', 'Give at least one IPU a part.');
  if (used.at(-1)! - used[0]! >= used.length)
    return error(
      'splits-not-consecutive',
      'leaves out an IPU between two with parts',
      'Place the parts on IPUs in a row.',
    );
  return {
    severity: 'warning' as const,
    code: 'splits-not-read',
    reason: `is not read by optimum-graphcore’s BERT classes; the plan takes it at its word`,
    hint: `Write \`${factorName}\` to split the table on its IPU.`,
  };
}
