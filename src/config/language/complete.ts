// What an editor offers at a place of an experiment's text: values that the field can have here, sections and whole experiments.
// Names of fields, words to choose from and their defaults are the JSON Schema's business (schema.ts).

import { withoutMark } from '../json-tree.ts';
import type { Completion, TextRange } from '../../shared/language.ts';
import { type Draft, readDraft } from './draft.ts';
import { emptyAt, type JsonPath, type ListPlace, type Place, placeAt } from './place.ts';
import { renderJson } from './render.ts';
import { escapeSnippet, missingSections, wholeExperiments } from './snippets.ts';
import { suggestAccumulation, suggestLearningRates, suggestMicroBatches } from './suggest-batch.ts';
import { suggestDataFiles, suggestDatasets } from './suggest-data.ts';
import { suggestParts, suggestPipelineLengths, suggestProportions, suggestSplits } from './suggest-layout.ts';
import {
  suggestConfigurationNames,
  suggestGroups,
  suggestIpuCounts,
  suggestParents,
  suggestPods,
} from './suggest-machine.ts';
import { suggestModels, suggestVocabularies } from './suggest-models.ts';
import { suggestSweep, suggestSweepValues, sweepKeys } from './suggest-sweep.ts';
import { completionsOf, sortTextOf, type Suggestion, withoutRepeats } from './suggestion.ts';
import type { Surroundings } from './surroundings.ts';

type Provider = (draft: Draft, surroundings: Surroundings, list: ListPlace | null) => Suggestion[];

/** Who knows values of which field, by its place in the file. */
const providers: Readonly<Record<string, Provider>> = {
  extends: suggestParents,
  group: suggestGroups,
  'model.model_name_or_path': suggestModels,
  'model.vocab_file': suggestVocabularies,
  'data.train_file': suggestDataFiles('train_file'),
  'data.validation_file': suggestDataFiles('validation_file'),
  'data.dataset_name': suggestDatasets,
  'training.learning_rate': suggestLearningRates,
  'training.per_device_train_batch_size': suggestMicroBatches('per_device_train_batch_size'),
  'training.per_device_eval_batch_size': suggestMicroBatches('per_device_eval_batch_size'),
  'training.gradient_accumulation_steps': suggestAccumulation('training'),
  'ipu_config.gradient_accumulation_steps': suggestAccumulation('ipu_config'),
  'ipu_config.ipu_config_name': suggestConfigurationNames,
  'ipu_config.pod_type': suggestPods,
  'ipu_config.n_ipu': suggestIpuCounts,
  'ipu_config.ipus_per_replica': suggestPipelineLengths,
  'ipu_config.layers_per_ipu': (draft, _, list) => suggestSplits(draft, list?.before ?? []),
  'ipu_config.matmul_proportion': (draft, _, list) => suggestProportions(draft, list?.before ?? null),
  'ipu_config.embedding_serialization_factor': suggestParts('embedding_serialization_factor'),
  'ipu_config.projection_serialization_factor': suggestParts('projection_serialization_factor'),
};

/** Fields whose list is offered, and replaced, as a whole. */
const wholeLists: ReadonlySet<string> = new Set(['ipu_config.layers_per_ipu', 'ipu_config.matmul_proportion']);

/** What can be inserted at `offset`, best first; each leaves a text that is as sound as before. Never throws, whatever the text. */
export function complete(text: string, offset: number, surroundings: Surroundings): Completion[] {
  if (!Number.isInteger(offset) || offset < 0 || offset > text.length) return [];
  const readable = withoutMark(text);
  const empty = emptyAt(readable, offset);
  if (empty) return wholeExperiments(surroundings, empty, true);
  const place = placeAt(readable, offset);
  if (!place) return [];
  return place.kind === 'name'
    ? completeName(readable, place, surroundings)
    : completeValue(readable, place, surroundings);
}

function completeName(text: string, place: Place, surroundings: Surroundings): Completion[] {
  const { path, range, taken, needsComma, hasColon } = place;
  const isSweep = path.length === 2 && path[0] === 'sweep' && path[1] === 'parameters';
  if (isSweep) return sweepNames(place);
  if (path.length > 0 || hasColon) return [];
  const suffix = needsComma ? ',' : '';
  const draft = readDraft(text, place, surroundings);
  const sections = missingSections(draft, surroundings, taken, range, suffix);
  if (taken.length > 0 || needsComma) return sections;
  const all = [...wholeExperiments(surroundings, range, false), ...sections];
  return all.map((each, index) => ({ ...each, sortText: sortTextOf(index) }));
}

function sweepNames({ range, taken, needsComma, hasColon }: Place): Completion[] {
  const suffix = needsComma ? ',' : '';
  return sweepKeys(taken).map(({ path, doc, values }, index) => {
    const name = JSON.stringify(path);
    return {
      label: path,
      kind: 'field',
      detail: renderJson(values),
      documentation: doc,
      insert: hasColon
        ? escapeSnippet(name)
        : `${name}: [\${1:${renderJson(values)
            .slice(1, -1)
            .replaceAll(/[\\$}]/g, '\\$&')}}]${suffix}`,
      isSnippet: true,
      sortText: sortTextOf(index),
      range,
    };
  });
}

function completeValue(text: string, place: Place, surroundings: Surroundings): Completion[] {
  const asked = askedFor(place.path);
  if (!asked) return [];
  const whole = asked.isWhole ? place.list : null;
  const range: TextRange = whole ? { offset: whole.offset, length: whole.length } : place.range;
  // An editor replaces on one line only.
  if (/[\r\n]/.test(text.slice(range.offset, range.offset + range.length))) return [];
  const draft = readDraft(text, whole ? place : { ...place, list: null }, surroundings);
  const suffix = whole ? commaAfter(text, range) : place.needsComma ? ',' : '';
  return completionsOf(withoutRepeats(suggest(asked, place, draft, surroundings)), range, suffix);
}

function suggest({ field, isWhole }: Asked, { path, list }: Place, draft: Draft, around: Surroundings): Suggestion[] {
  const provide = Object.hasOwn(providers, field) ? providers[field]! : () => [];
  if (!isSweepPath(path)) return provide(draft, around, list);
  if (path.length === 3) return suggestSweep(field, draft);
  if (isWhole) return provide(draft, around, list);
  const taken = list?.before ?? [];
  const values = [...suggestSweepValues(field, taken), ...provide(draft, around, null)];
  return values.filter(({ value }) => !taken.includes(value));
}

/** After a whole list, a comma where an entry follows it. */
function commaAfter(text: string, { offset, length }: TextRange): string {
  const after = placeAt(`${text.slice(0, offset)} ${text.slice(offset + length)}`, offset);
  return after?.needsComma ? ',' : '';
}

interface Asked {
  readonly field: string;
  /** The place is in a list that is offered as a whole, not its entries. */
  readonly isWhole: boolean;
}

/** The field whose values are asked for at a path. */
function askedFor(path: JsonPath): Asked | undefined {
  if (isSweepPath(path)) {
    const field = String(path[2]);
    const isWhole = path.length === 5 && wholeLists.has(field);
    return path.length <= 4 || isWhole ? { field, isWhole } : undefined;
  }
  const names = path.filter((part) => typeof part === 'string');
  const field = names.join('.');
  if (names.length === path.length) return { field, isWhole: false };
  const isEntry = path.length === names.length + 1 && typeof path.at(-1) === 'number';
  const isWhole = wholeLists.has(field);
  return isEntry && (isWhole || field === 'extends') ? { field, isWhole } : undefined;
}

function isSweepPath(path: JsonPath): boolean {
  return path.length >= 3 && path[0] === 'sweep' && path[1] === 'parameters' && typeof path[2] === 'string';
}
