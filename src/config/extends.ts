// What an experiment file says together with what it extends: other files, published configurations, and what those extend.
// Reads nothing itself; parents.ts does.

import { basename, dirname, resolve, sep } from 'node:path';
import type { Field } from './field.ts';
import { type PartialExperiment, rootFields, type SectionName, sectionFields } from './fields.ts';
import { inheritable, mergeExperiments, ownFields } from './merge.ts';
import { nearestName } from '../shared/nearest.ts';
import type { ParsedExperiment } from './parse.ts';
import { publishedConfiguration, publishedConfigurationNames } from './published/configurations.ts';
import type { Fault, Problem } from './problem.ts';
import { isPlainPath } from './resolve.ts';
import type { FieldPath } from './rules.ts';

/** Where a field's value comes from; line and column count from 1. */
export type Origin =
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly published: string }
  | { readonly default: true };

/** How parents are read. */
export interface ParentReader {
  /** The experiment file at the absolute path, or why it cannot be read; `folder` is that of the file which names it. */
  readonly read: (file: string, folder: string) => Promise<ParsedExperiment | Fault>;
  readonly isFolder: (path: string) => Promise<boolean>;
}

/** What a file says with everything it extends. */
export interface Inherited {
  /** The file's own values over those of its parents, without `extends`; paths of parents are absolute. */
  readonly values: PartialExperiment;
  /** Of each field that the file or a parent sets. */
  readonly origins: ReadonlyMap<FieldPath, Origin>;
  /** Fields whose value, wherever it stands, is not one they can hold. */
  readonly faulty: ReadonlySet<FieldPath>;
  /** What is wrong with the parents, at the entries of `extends`. */
  readonly problems: readonly Problem[];
  /** Absolute paths of the files that are named, there or not, nearest first. */
  readonly parents: readonly string[];
}

/** More files in a row than anybody can follow; a safeguard against a folder that links to itself. */
const maxLevels = 16;

/** Reads everything that the parsed file at the absolute path `path` extends. Never throws. */
export async function resolveExtends(parsed: ParsedExperiment, path: string, reader: ParentReader): Promise<Inherited> {
  const family = new Family(path, reader);
  const layers: Layer[] = [];
  const problems: Problem[] = [];
  for (const [index, name] of extendedBy(parsed.values).entries()) {
    layers.push(await family.layerOf(name, [path]));
    const finding = { severity: 'error' as const, at: [`extends[${index}]`, 'extends'] };
    for (const { place, fault } of family.takeTroubles()) {
      const message = place === undefined ? fault.message : `In ${place}: ${fault.message}`;
      problems.push(parsed.place({ ...finding, ...fault, message }));
    }
  }
  const { values, origins, faulty } = [...layers, ownLayer(parsed, path)].reduce(layOver, nothing);
  const { extends: _, ...rest } = values;
  return { values: rest, origins, faulty, problems, parents: family.files() };
}

/** The parents that a file names, in the order of the file. */
export function extendedBy({ extends: parents = [] }: PartialExperiment): readonly string[] {
  return typeof parents === 'string' ? [parents] : parents;
}

interface Layer {
  readonly values: PartialExperiment;
  readonly origins: ReadonlyMap<FieldPath, Origin>;
  readonly faulty: ReadonlySet<FieldPath>;
}

const nothing: Layer = { values: {}, origins: new Map(), faulty: new Set() };

function layOver(base: Layer, over: Layer): Layer {
  const faulty = [...base.faulty].filter((path) => !over.origins.has(path));
  return {
    values: mergeExperiments(base.values, over.values),
    origins: new Map([...base.origins, ...over.origins]),
    faulty: new Set([...faulty, ...over.faulty]),
  };
}

function ownLayer(parsed: ParsedExperiment, file: string): Layer {
  const origins = new Map<FieldPath, Origin>();
  for (const path of pathsOf(parsed.values)) {
    const { line = 1, column = 1 } = parsed.locate(path) ?? {};
    origins.set(path, { file, line, column });
  }
  return { values: parsed.values, origins, faulty: parsed.faulty };
}

/** What is wrong with a parent, and where: file, line and column; of one that the child itself names, nothing. */
interface Trouble {
  readonly place: string | undefined;
  readonly fault: Fault;
}

/** Reads each parent once, however many name it. */
class Family {
  readonly #reader: ParentReader;
  readonly #child: string;
  readonly #done = new Map<string, Layer>();
  readonly #named = new Set<string>();
  #troubles: Trouble[] = [];

  constructor(child: string, reader: ParentReader) {
    this.#child = child;
    this.#reader = reader;
  }

  /** Every file that is named, there or not. */
  files(): string[] {
    return [...this.#named];
  }

  /** What has gone wrong since the last call. */
  takeTroubles(): Trouble[] {
    const troubles = this.#troubles;
    this.#troubles = [];
    return troubles;
  }

  /** What the parent called `name` says; `chain` are the files that lead to it, itself not included. */
  async layerOf(name: string, chain: readonly string[]): Promise<Layer> {
    const published = publishedConfiguration(name);
    if (published) return publishedLayer(published);
    const folder = dirname(chain.at(-1)!);
    const file = resolve(folder, name);
    const circle = circleFault(file, chain);
    if (!circle) this.#named.add(file);
    const known = circle ? undefined : this.#done.get(file);
    if (known) return known;
    const parent = circle ?? depthFault(chain) ?? (await this.#reader.read(file, folder));
    if ('code' in parent) {
      this.#troubles.push({ place: undefined, fault: meantAsPublished(parent, name) });
      return nothing;
    }
    this.#done.set(file, nothing);
    const layer = await this.#layerOfFile(parent, file, chain);
    this.#done.set(file, layer);
    return layer;
  }

  async #layerOfFile(parsed: ParsedExperiment, file: string, chain: readonly string[]): Promise<Layer> {
    const placeOf = ({ line, column }: Pick<Problem, 'line' | 'column'>): string =>
      `${this.#shown(file)}:${line}:${column}`;
    const [first, ...others] = parsed.faults.filter(({ severity }) => severity === 'error');
    if (first) this.#troubles.push({ place: placeOf(first), fault: parentBroken(first, others.length) });
    const layers: Layer[] = [];
    for (const [index, name] of extendedBy(parsed.values).entries()) {
      const before = this.#troubles.splice(0);
      layers.push(await this.layerOf(name, [...chain, file]));
      const at = parsed.locate(`extends[${index}]`) ?? parsed.locate('extends');
      const found = this.#troubles.map(({ place, fault }) => ({ place: place ?? (at && placeOf(at)), fault }));
      this.#troubles = [...before, ...found];
    }
    const { values, origins, faulty } = [...layers, ownLayer(parsed, file)].reduce(layOver, nothing);
    const passedOn = { values: inheritable(values), origins: new Map(origins), faulty };
    for (const name of ownFields) passedOn.origins.delete(name);
    return { ...passedOn, values: await this.#rebase(passedOn.values, origins, file) };
  }

  /** The file's own paths, which count from its folder, as absolute ones. */
  async #rebase(values: PartialExperiment, origins: Layer['origins'], file: string): Promise<PartialExperiment> {
    let rebased = values;
    for (const [section, name, field] of pathFields) {
      const value = (values[section] as Readonly<Record<string, unknown>> | undefined)?.[name];
      const origin = origins.get(`${section}.${name}`);
      if (typeof value !== 'string' || !origin || !('file' in origin) || origin.file !== file) continue;
      const absolute = resolve(dirname(file), value);
      const isName = field.path === 'folder-or-name' && !isPlainPath(value) && !(await this.#reader.isFolder(absolute));
      if (!isName) rebased = mergeExperiments(rebased, { [section]: { [name]: absolute } });
    }
    return rebased;
  }

  /** A parent's path as one writes it in the file that is being read. */
  #shown(file: string): string {
    const folder = dirname(this.#child) + sep;
    return (file.startsWith(folder) ? file.slice(folder.length) : file).replaceAll('\\', '/');
  }
}

const pathFields: readonly [section: SectionName, name: string, field: Extract<Field, { type: 'string' }>][] =
  Object.entries(sectionFields).flatMap(([section, fields]) =>
    Object.entries<Field>(fields).flatMap(([name, field]) =>
      field.type === 'string' && field.path !== undefined
        ? [[section as SectionName, name, field] as [SectionName, string, typeof field]]
        : [],
    ),
  );

function publishedLayer({ name, values }: { name: string; values: PartialExperiment }): Layer {
  return { values, origins: new Map(pathsOf(values).map((path) => [path, { published: name }])), faulty: new Set() };
}

/** The fields that values set, by their place in the file. */
function pathsOf(values: PartialExperiment): FieldPath[] {
  return Object.entries(values).flatMap(([name, value]) =>
    Object.hasOwn(rootFields, name) ? [name] : Object.keys(value as object).map((field) => `${name}.${field}`),
  );
}

function circleFault(file: string, chain: readonly string[]): Fault | undefined {
  if (!chain.includes(file)) return undefined;
  const circle = [...chain.slice(chain.indexOf(file)), file].map((each) => basename(each)).join(' → ');
  const message = `Experiment files extend each other in a circle: ${circle}.`;
  return { code: 'extends-circle', message, hint: 'Take one of them out of `extends`.' };
}

function depthFault(chain: readonly string[]): Fault | undefined {
  if (chain.length <= maxLevels) return undefined;
  const message = `More than ${maxLevels} experiment files extend one another in a row.`;
  return { code: 'extends-too-deep', message, hint: 'Extend one of the files further up directly.' };
}

function parentBroken({ code, message, hint }: Problem, others: number): Fault {
  const more = others > 0 ? ` There ${others > 1 ? `are ${others} more problems` : 'is one more problem'} in it.` : '';
  return { code, message, hint: hint + more };
}

/** A file that is missing may have been meant as a published configuration. */
function meantAsPublished(fault: Fault, name: string): Fault {
  if (fault.code !== 'extends-missing' || /\.jsonc?$/i.test(name) || isPlainPath(name)) return fault;
  const message = `${JSON.stringify(name)} is neither an experiment file nor a published configuration.`;
  const nearest = nearestName(name, publishedConfigurationNames);
  if (nearest !== undefined) return { ...fault, message, hint: `Did you mean ${JSON.stringify(nearest)}?` };
  if (fault.hint.startsWith('Did you mean')) return { ...fault, message };
  const hint = `Write the path of a file that ends in .ipu.json, or one of ${publishedConfigurationNames.join(', ')}.`;
  return { ...fault, message, hint };
}
