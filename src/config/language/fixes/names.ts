// Fixes of names: misspelt ones, those of another section, old ones, those given twice, and sections that are none.

import { getNodeValue } from 'jsonc-parser';
import { droppedArguments, rootFields, sectionFields } from '../../fields.ts';
import { nearestName } from '../../../shared/nearest.ts';
import { podIpusOf } from '../../plan-input.ts';
import type { FieldNode } from '../field-nodes.ts';
import { formerName } from '../former-names.ts';
import {
  type Candidate,
  type FixInput,
  type Fixer,
  moveEntry,
  preferFirst,
  removeEntry,
  replaceAt,
  shortName,
} from './candidate.ts';

/** A name that is no field where it stands. */
export const unknownName: Fixer = (input) => {
  const entry = input.nodes.named(input.diagnostic) ?? input.nodes.around(input.diagnostic);
  if (!entry) return [];
  const meant = isNested(entry) ? [] : [...homes(entry.name), ...similar(entry)];
  const moved = meant.flatMap((path) => bring(input, entry, path));
  const removal = removeEntry(input, entry);
  // Of what the file says elsewhere, or what has no place in it, nothing is lost.
  const isNeedless = meant.length > 0 || Object.hasOwn(droppedArguments, entry.name);
  if (moved.length === 0 && isNeedless) return [{ ...removal, isPreferred: true }, ...keptAsArgument(input, entry)];
  return [...preferFirst(moved), ...keptAsArgument(input, entry), removal];
};

/** A name that older versions had. */
export const renamedField: Fixer = (input) => {
  const entry = input.nodes.named(input.diagnostic);
  if (!entry) return [];
  const [section] = entry.path.includes('.') ? entry.path.split('.') : [];
  const { field = null } = formerName(entry.name, section) ?? {};
  return preferFirst([...(field === null ? [] : bring(input, entry, field)), removeEntry(input, entry)]);
};

/** A field with a successor. */
export const deprecatedField: Fixer = (input) => {
  const entry = input.nodes.around(input.diagnostic);
  if (!entry) return [];
  const ipus = podIpusOf(input.experiment.ipu_config.pod_type);
  const successor =
    ipus === null ? [] : [replaceAt(entry.property, `Write "n_ipu": ${ipus} instead`, `"n_ipu": ${ipus}`)];
  return preferFirst([...successor, removeEntry(input, entry)]);
};

/** A name that is given once more. */
export const namedTwice: Fixer = (input) => {
  const second = input.nodes.named(input.diagnostic);
  if (!second) return [];
  const first = input.nodes.all.find(({ object, name }) => object === second.object && name === second.name);
  const others = first && first !== second ? [removeEntry(input, first, 'Keep this one and remove the first')] : [];
  return [
    { ...removeEntry(input, second, 'Remove this one: the first is the one that counts'), isPreferred: true },
    ...others,
  ];
};

/** An entry that changes nothing. */
export const uselessEntry: Fixer = (input) => {
  const entry = input.nodes.around(input.diagnostic);
  return entry ? [{ ...removeEntry(input, entry), isPreferred: true }] : [];
};

/** What people write in place of a section, and the field that it says. */
const sectionValues: Readonly<Record<string, string>> = {
  model: 'model_name_or_path',
  data: 'dataset_name',
  ipu_config: 'ipu_config_name',
};

/** A section whose value is no object. */
export const sectionNotAnObject: Fixer = (input) => {
  const entry = input.nodes.around(input.diagnostic);
  if (!entry) return [];
  const { value, name } = entry;
  const field = value.type === 'array' && name === 'ipu_config' ? 'layers_per_ipu' : sectionValues[name];
  const raw = input.text.slice(value.offset, value.offset + value.length);
  const isSaid = field !== undefined && (value.type === 'string' || field === 'layers_per_ipu');
  const reveals = `${name}.${field}`;
  const wrapped = isSaid
    ? [{ ...replaceAt(value, `Write it as "${field}" of the section`, `{ "${field}": ${raw} }`), reveals }]
    : [];
  return preferFirst([...wrapped, removeEntry(input, entry)]);
};

/** The name of an argument with hyphens before it. */
export const flagName: Fixer = ({ nodes, diagnostic }) => {
  const entry = nodes.around(diagnostic);
  const bare = entry?.name.replace(/^[-\s]+/, '').replaceAll(/[^\w.-]/g, '_');
  return entry && bare
    ? [{ ...replaceAt(entry.key, `Write "${shortName(bare)}"`, JSON.stringify(bare)), isPreferred: true }]
    : [];
};

/** Deeper than the sections there are no fields. */
function isNested({ path, name }: FieldNode): boolean {
  const outer = path.slice(0, path.length - name.length);
  return outer.slice(0, -1).includes('.');
}

function homes(name: string): string[] {
  const sections = Object.entries(sectionFields).filter(([, fields]) => Object.hasOwn(fields, name));
  return [...(Object.hasOwn(rootFields, name) ? [name] : []), ...sections.map(([section]) => `${section}.${name}`)];
}

/** The field with the nearest name: of the same section first, and if there is none, of any. */
function similar({ path, name }: FieldNode): string[] {
  const [section] = path.includes('.') ? path.split('.') : [];
  const here = Object.keys(section ? (sectionFields[section as keyof typeof sectionFields] ?? {}) : rootFields);
  const nearest = nearestName(name, section ? here : [...here, ...Object.keys(sectionFields)]);
  if (nearest) return [section ? `${section}.${nearest}` : nearest];
  const anywhere = nearestName(name, [...Object.values(sectionFields).flatMap((fields) => Object.keys(fields))]);
  return anywhere ? homes(anywhere) : [];
}

/** Renames the entry where it stands, or moves it to where the field belongs. */
function bring(input: FixInput, entry: FieldNode, path: string): Candidate[] {
  const cut = path.lastIndexOf('.');
  const name = path.slice(cut + 1);
  const home = path.slice(0, Math.max(0, cut));
  if (input.nodes.get(path)) return [];
  const present = entry.path.slice(0, entry.path.length - entry.name.length).replace(/\.$/, '');
  if (present === home)
    return [{ ...replaceAt(entry.key, `Change to \`${name}\``, JSON.stringify(name)), reveals: path }];
  const place = home === '' ? 'to the top of the file' : `to the section \`${home}\``;
  const title = name === entry.name ? `Move ${place}` : `Change to \`${name}\` and move ${place}`;
  return moveEntry(input, entry, title, path, getNodeValue(entry.value) as unknown);
}

/** An argument that only run_qa.py knows is kept where such arguments are. */
function keptAsArgument(input: FixInput, entry: FieldNode): Candidate[] {
  const isPlain = ['string', 'number', 'boolean'].includes(entry.value.type);
  if (isNested(entry) || homes(entry.name).length > 0 || !isPlain || !/^[A-Za-z_]\w{0,60}$/.test(entry.name)) return [];
  const kept = input.nodes.get('extra_args');
  if (kept && kept.value.type !== 'object') return [];
  const path = `extra_args.${entry.name}`;
  if (input.nodes.get(path)) return [];
  return moveEntry(
    input,
    entry,
    'Keep it under `extra_args`, for run_qa.py',
    path,
    getNodeValue(entry.value) as unknown,
  );
}
