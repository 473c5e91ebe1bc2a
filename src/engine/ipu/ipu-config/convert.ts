// An ipu_config.json of one family → that of another which does the same, with everything that had to change. What cannot
// be said in the other family is listed as lost.

import { pipelineTooLong } from '../errors.ts';
import { expandLayersPerIpu } from '../layers.ts';
import { longestPipeline } from '../settle.ts';
import { layersNotKnown } from './errors.ts';
import type { IpuConfigFamily } from './family.ts';
import { type IpuConfigValues, layoutsOf } from './layouts.ts';
import { isDictionary, podTypes } from './pod.ts';
import { readIpuConfig, type ReadIpuConfig, type ReadOptions } from './read.ts';
import {
  type ConfigValue,
  extraNames,
  hasField,
  type IpuConfigField,
  ipuConfigField,
  ipuConfigTable,
} from './table.ts';
import { spreadProportions } from './write.ts';

/** One entry that is not as it was, and what became of it. */
export interface ConfigChange {
  readonly field: string;
  readonly what: string;
}

export interface ConvertOptions extends ReadOptions {
  /** Encoder layers of the model: what -1 stands for in families without wildcards. */
  readonly numHiddenLayers?: number;
}

export interface ConvertedIpuConfig extends Pick<ReadIpuConfig, 'findings'> {
  readonly json: Readonly<Record<string, unknown>>;
  readonly changes: readonly ConfigChange[];
}

/**
 * Converts the JSON of an ipu_config.json; `findings` is what reading it found. Entries with faults are left out. Throws an AppError if it
 * is no object, or if -1 has to become a number of layers and the model's are not given.
 */
export function convertIpuConfig(
  json: unknown,
  from: IpuConfigFamily,
  to: IpuConfigFamily,
  options: ConvertOptions = {},
): ConvertedIpuConfig {
  const read = readIpuConfig(json, from, options);
  const source = json as Readonly<Record<string, unknown>>;
  const changes: ConfigChange[] = [];
  const note = (field: string, what: string): void => void changes.push({ field, what });
  const converted: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(source)) {
    const field = ipuConfigField(name);
    if (!field || !read.given.has(name)) note(name.slice(0, 60), droppedBecause(name, field));
    else if (hasField(field, to))
      converted[name] = keep(field, raw, read.values, { to, podType: options.podType }, note);
    else note(name, lost(field, read.values));
  }
  for (const field of ipuConfigTable) writeOut(field, read, to, converted, note);
  const change = (name: string, value: ConfigValue, what: string): void => {
    if (same(converted[name], value)) return;
    converted[name] = value;
    note(name, what);
  };
  if (from === '0.5' && to !== '0.5') countByList(read, change);
  if (from !== '0.6.1' && to === '0.6.1') shareWithEvaluation(read.values, change);
  if (from !== '0.5' && to === '0.5') expandWildcards(read.values, from, options, change);
  for (const [name, value] of Object.entries(spreadProportions(read.values, from))) {
    if (hasField(ipuConfigField(name)!, to) && read.given.has(name))
      change(name, value, 'Written as a list: a whole number fails when it is handed on.');
  }
  return { json: sorted(converted), changes, findings: read.findings };
}

type Note = (field: string, what: string) => void;
type Change = (name: string, value: ConfigValue, what: string) => void;

function droppedBecause(name: string, field: IpuConfigField | undefined): string {
  if (extraNames.includes(name)) return 'Left out: the other version writes its own.';
  if (field?.passedOver) return 'Left out: it did nothing.';
  return field
    ? 'Left out: its value was not one that it can hold, or did nothing.'
    : 'Left out: it is no entry of an IPUConfig.';
}

interface Target {
  readonly to: IpuConfigFamily;
  readonly podType: string | undefined;
}

/** The entry's value in the other family. */
function keep(
  field: IpuConfigField,
  raw: unknown,
  values: IpuConfigValues,
  { to, podType }: Target,
  note: Note,
): unknown {
  const value = values[field.name];
  if (isDictionary(raw) && field.kind !== 'kwargs') {
    if (to !== '0.6.1') return knownPods(field.name, raw, to, note);
    const whose = podType === undefined ? 'the default; name the machine with --pod of `ipuw ipu-config` for its own' : `that of ${podType}`; // prettier-ignore
    note(field.name, `The values for each machine became ${JSON.stringify(value)}, ${whose}.`);
    return value;
  }
  if (field.kind === 'factor' && raw === 0) note(field.name, '0 became 1, which means the same and is not refused.');
  if (field.kind === 'seed' && raw === 0) note(field.name, '0 became null: it counted as unset.');
  if (raw === null) return field.defaults[to] === null ? null : value;
  return field.kind === 'factor' || field.kind === 'seed' ? value : raw;
}

function knownPods(name: string, raw: Readonly<Record<string, unknown>>, to: IpuConfigFamily, note: Note): unknown {
  const known = [...podTypes(to), 'default'];
  const left = Object.entries(raw).filter(([pod]) => known.includes(pod));
  if (left.length === Object.keys(raw).length) return raw;
  note(name, 'Left out: machines that the other version does not know.');
  return Object.fromEntries(left);
}

function lost({ name }: IpuConfigField, values: IpuConfigValues): string {
  const training = values[name.replace(/^inference_/, '')];
  const followed = name.startsWith('inference_') && same(values[name], training);
  return followed
    ? 'Left out: evaluation takes over training’s there.'
    : `Lost: ${JSON.stringify(values[name])} cannot be said there.`;
}

// A default that is another one there is written out, so that nothing changes in silence.
function writeOut(
  field: IpuConfigField,
  { values, given }: ReadIpuConfig,
  to: IpuConfigFamily,
  converted: Record<string, unknown>,
  note: Note,
): void {
  const value = values[field.name];
  const there = field.defaults[to];
  if (given.has(field.name) || value === undefined || there === undefined || there === null || same(value, there))
    return;
  converted[field.name] = value;
  note(field.name, `Written out: without it, ${JSON.stringify(value)} would have become ${JSON.stringify(there)}.`);
}

function countByList({ values, given }: ReadIpuConfig, change: Change): void {
  const layers = values['layers_per_ipu'];
  if (!given.has('ipus_per_replica') || !Array.isArray(layers)) return;
  change('ipus_per_replica', layers.length, 'As many as `layers_per_ipu` has entries, which alone counted before.');
}

// Up to v0.6.0 evaluation looks embeddings up in as many parts as training; from v0.6.1 on in one, unless said.
function shareWithEvaluation(values: IpuConfigValues, change: Change): void {
  const factor = values['embedding_serialization_factor'];
  if (typeof factor !== 'number' || factor <= 1) return;
  change('inference_embedding_serialization_factor', factor, 'Added: evaluation no longer takes over training’s.');
}

function expandWildcards(
  values: IpuConfigValues,
  from: IpuConfigFamily,
  { numHiddenLayers }: ConvertOptions,
  change: Change,
): void {
  const { layersPerIpu, ipusPerReplica } = layoutsOf(values, from).training;
  if (ipusPerReplica > longestPipeline) throw pipelineTooLong(ipusPerReplica, longestPipeline);
  if (layersPerIpu.includes(-1)) {
    if (numHiddenLayers === undefined) throw layersNotKnown();
    const layers = expandLayersPerIpu(layersPerIpu, ipusPerReplica, numHiddenLayers);
    change('layers_per_ipu', layers, 'Each −1 became the number of layers that it stands for.');
  }
  change('ipus_per_replica', ipusPerReplica, 'Written out: without it, it would have become 1.');
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sorted(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
}
