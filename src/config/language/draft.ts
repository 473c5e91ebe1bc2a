// What an experiment says apart from the value that is being written, with what it inherits and its model's geometry; and what
// it would be with another value there.

import { errorsOf } from '../../engine/ipu/rule-errors.ts';
import { evaluateConfiguration, type Evaluation } from '../../engine/ipu/evaluate.ts';
import type { PlannedModel, PlanInput } from '../../engine/ipu/plan-input.ts';
import { settleInput } from '../../engine/ipu/settle.ts';
import type { Experiment, PartialExperiment } from '../fields.ts';
import { knownModel } from '../known-models.ts';
import { mergeExperiments } from '../merge.ts';
import { parseExperiment } from '../parse.ts';
import { planInputOf } from '../plan-input.ts';
import { resolvePath } from './paths.ts';
import type { Place } from './place.ts';
import { settleExperiment } from '../settle.ts';
import type { Surroundings } from './surroundings.ts';

export interface Draft {
  /** What file and parents say, but for the value at the place. */
  readonly values: PartialExperiment;
  readonly experiment: Experiment;
  /** Who says what the model's geometry is; null: nobody, and it is taken from the fields. */
  readonly geometry: PlannedModel | null;
  /** Rules that it breaks without the value, by their codes; worked out when first asked for. */
  readonly errors: () => ReadonlySet<string>;
}

/** What a change of the draft would lead to. */
export interface Outcome {
  readonly input: PlanInput;
  /** Null if the layers cannot be placed. */
  readonly evaluation: Evaluation | null;
  /** Whether it breaks no rule that was kept before. */
  readonly isSound: () => boolean;
}

/** Reads the text around the place. Never throws, whatever the text. */
export function readDraft(text: string, place: Place, surroundings: Surroundings): Draft {
  const { offset, length } = place.list ?? place.range;
  const filled = place.kind === 'value' ? `null${place.needsComma ? ',' : ''}` : ' '.repeat(length);
  const mended = text.slice(0, offset) + filled + text.slice(offset + length);
  return draftOf(mergeExperiments(surroundings.inherited, parseExperiment(mended).values), surroundings);
}

/** What these values say. */
export function draftOf(values: PartialExperiment, surroundings: Surroundings): Draft {
  const geometry = geometryOf(values, surroundings);
  const experiment = settleWith(values, geometry);
  let errors: ReadonlySet<string> | undefined;
  return { values, geometry, experiment, errors: () => (errors ??= errorsOf(planInputOf(experiment))) };
}

/** What the draft would be with these values, and how that runs on IPUs. */
export function tryValues(draft: Draft, changes: PartialExperiment): Outcome {
  const values = mergeExperiments(draft.values, changes);
  const planned = planInputOf(settleWith(values, draft.geometry));
  const { input } = settleInput(planned);
  const isSound = (): boolean => [...errorsOf(planned)].every((code) => draft.errors().has(code));
  return { input, evaluation: evaluateConfiguration(input), isSound };
}

function settleWith(values: PartialExperiment, geometry: PlannedModel | null): Experiment {
  const settled = settleExperiment(values);
  if (!geometry) return settled;
  const { type_vocab_size: _, ...known } = geometry;
  return { ...settled, model: { ...settled.model, ...known } };
}

function geometryOf({ model = {} }: PartialExperiment, surroundings: Surroundings): PlannedModel | null {
  const name = model.model_name_or_path ?? null;
  if (name === null) return null;
  const path = resolvePath(surroundings.file, name);
  const folders = [...surroundings.models, ...surroundings.checkpoints];
  const folder = folders.find((each) => each.path === path);
  const cached = surroundings.cachedModels.find((each) => each.name === name);
  return folder?.geometry ?? cached?.geometry ?? knownModel(name) ?? null;
}
