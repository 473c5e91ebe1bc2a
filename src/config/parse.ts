// The text of an experiment file → its values and everything that is wrong with them, with positions. Looks at no
// other file: whether the files it names exist is load.ts's question, so that editing and planning work without them.

import type { Node } from 'jsonc-parser';
import { checkValue } from './check-value.ts';
import type { Field } from './field.ts';
import { type PartialExperiment, rootFields, type SectionName, sectionFields } from './fields.ts';
import { readJsonTree } from './json-tree.ts';
import { indexLines, type Fault, type Problem, type Range } from './problem.ts';
import { checkRules, type FieldPath, type Finding, type RuleInput } from './rules.ts';
import { settleExperiment } from './settle.ts';
import { unknownNameFault } from './unknown-name.ts';

/** What an experiment file says. */
export interface ParsedExperiment {
  /** The values that are as they should be; others are left out. */
  readonly values: PartialExperiment;
  /**
   * In the order of the file. With a syntax error, that error alone: what follows one is guesswork. Rules across fields are
   * checked of a file that extends no other; else only all of them together can break one (load.ts).
   */
  readonly problems: readonly Problem[];
  /** Those of the problems that are the file's own: rules across fields are left out. */
  readonly faults: readonly Problem[];
  /** A problem at the first of the finding's fields that the file has; else at `extends`, where there is one. */
  readonly place: (finding: Finding) => Problem;
  /** Where the field's value stands; of a section, its name; of a list of texts, also `extends[0]`. */
  readonly locate: (path: FieldPath) => (Range & { readonly line: number; readonly column: number }) | undefined;
  readonly isSet: RuleInput['isSet'];
  /** The text is one JSON object, whatever is wrong inside. */
  readonly readable: boolean;
  /** Fields whose value is not one they can hold, so that rules which need them say nothing. */
  readonly faulty: ReadonlySet<FieldPath>;
}

/** Reads an experiment file's text. Never throws, whatever the text. */
export function parseExperiment(text: string): ParsedExperiment {
  const { root, fault } = readJsonTree(text);
  const reader = new Reader();
  if (root) reader.readRoot(root);
  const position = indexLines(text);
  const problem = (severity: Problem['severity'], fault: Fault, { offset, length }: Range): Problem => {
    const { code, message, hint } = fault;
    return { code, message, hint, severity, offset, length, ...position(offset) };
  };
  const start = { offset: root?.offset ?? 0, length: root ? 1 : 0 };
  const place = (finding: Finding): Problem => {
    const at = finding.at.map((path) => reader.ranges.get(path)).find((range) => range !== undefined);
    return problem(finding.severity, finding, at ?? reader.ranges.get('extends') ?? start);
  };
  const locate = (path: FieldPath) => {
    const range = reader.ranges.get(path);
    return range && { ...range, ...position(range.offset) };
  };
  const isSet = (path: FieldPath): boolean => reader.ranges.has(path);
  const { values, faulty } = reader;
  const rest = { values, place, locate, isSet, faulty, readable: !fault && root?.type === 'object' };
  if (fault) {
    const faults = [problem('error', fault, fault)];
    return { ...rest, problems: faults, faults };
  }
  const inOrder = (problems: readonly Problem[]): Problem[] => problems.toSorted((a, b) => a.offset - b.offset);
  const faults = inOrder(reader.faults.map((each) => problem('error', each, each)));
  const isWhole = root?.type === 'object' && !reader.ranges.has('extends');
  const geometryKnown = (values.model?.model_name_or_path ?? null) === null;
  const findings = isWhole ? checkRules({ experiment: settleExperiment(values), isSet, geometryKnown }, faulty) : [];
  return { ...rest, problems: inOrder([...faults, ...findings.map(place)]), faults };
}

/** Of a file with more unknown names than this, which is of another kind, the rest are not compared with the known ones. */
const mostSought = 30;

/** Walks the tree once and collects values, faults and where each field's value stands. */
class Reader {
  readonly values: PartialExperiment & Record<string, unknown> = {};
  readonly faults: (Fault & Range)[] = [];
  readonly ranges = new Map<FieldPath, Range>();
  readonly faulty = new Set<FieldPath>();
  #unknown = 0;

  readRoot(root: Node): void {
    if (root.type !== 'object') {
      const message = 'An experiment file must hold one object in braces.';
      const hint = 'Write { "model": { … }, "data": { … }, … }; samples/quick-start.ipu.json is a working example.';
      this.faults.push({ code: 'experiment-not-an-object', message, hint, ...rangeOf(root) });
      return;
    }
    for (const [name, key, value] of this.#entries(root, '')) {
      if (name === '$schema') continue; // Some editors find the schema by it.
      if (isSection(name)) this.#readSection(name, key, value);
      else this.#readField(name, name, key, value, rootFields, this.values);
    }
  }

  #readSection(section: SectionName, key: Node, node: Node): void {
    this.ranges.set(section, rangeOf(key));
    if (node.type !== 'object') {
      const message = `\`${section}\` is a section and must be an object in braces.`;
      this.faults.push({
        code: 'section-not-an-object',
        message,
        hint: `Write "${section}": { … }.`,
        ...rangeOf(node),
      });
      for (const name of Object.keys(sectionFields[section])) this.faulty.add(`${section}.${name}`);
      return;
    }
    const values: Record<string, unknown> = {};
    (this.values as Record<string, unknown>)[section] = values;
    for (const [name, fieldKey, value] of this.#entries(node, `${section}.`)) {
      this.#readField(`${section}.${name}`, name, fieldKey, value, sectionFields[section], values);
    }
  }

  #readField(
    path: FieldPath,
    name: string,
    key: Node,
    node: Node,
    fields: Readonly<Record<string, Field>>,
    values: Record<string, unknown>,
  ): void {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) {
      const seeks = this.#unknown++ < mostSought;
      this.faults.push({ ...unknownNameFault(path, name, fields, seeks), ...rangeOf(key) });
      return;
    }
    this.ranges.set(path, rangeOf(node));
    if (field.type === 'texts' && node.type === 'array') this.#locateEntries(path, node);
    if (field.type === 'arguments' || field.type === 'parameters') this.#checkTwice(path, node);
    const value = valueOf(node);
    const fault = checkValue(name, field, value);
    if (!fault) {
      values[name] = value;
      return;
    }
    const { within = [], ...rest } = fault;
    this.faults.push({ ...rest, ...rangeOf(nodeWithin(node, within)) });
    this.faulty.add(path);
  }

  #locateEntries(path: FieldPath, list: Node): void {
    for (const [index, entry] of (list.children ?? []).entries()) this.ranges.set(`${path}[${index}]`, rangeOf(entry));
  }

  /** Names given twice in an object that a field holds, at any depth. */
  #checkTwice(path: FieldPath, node: Node): void {
    if (node.type === 'array') for (const entry of node.children ?? []) this.#checkTwice(path, entry);
    if (node.type !== 'object') return;
    for (const [name, key, value] of this.#entries(node, `${path}.`)) {
      this.ranges.set(`${path}.${name}`, rangeOf(key));
      this.#checkTwice(`${path}.${name}`, value);
    }
  }

  /** The object's complete entries; a name given twice is a fault, and its first value counts. */
  *#entries(object: Node, prefix: string): Generator<[name: string, key: Node, value: Node]> {
    const seen = new Set<string>();
    for (const property of object.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const name = String(key.value);
      if (!seen.has(name)) yield [name, key, value];
      else this.faults.push({ ...namedTwice(`${prefix}${name}`), ...rangeOf(key) });
      seen.add(name);
    }
  }
}

function isSection(name: string): name is SectionName {
  return Object.hasOwn(sectionFields, name);
}

function namedTwice(path: string): Fault {
  const message = `\`${path}\` is given twice.`;
  return { code: 'name-given-twice', message, hint: 'Keep one of them.' };
}

function rangeOf({ offset, length }: Node): Range {
  return { offset, length };
}

// A name such as __proto__ becomes an entry like any other. Of a name that is given twice the first value counts.
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? [])
      .toReversed()
      .flatMap(({ children: [key, value] = [] }) => {
        return key && value ? [[String(key.value), valueOf(value)]] : [];
      })
      .toReversed(),
  );
}

/** The entry that `within` leads to, as far as it can be followed. */
function nodeWithin(node: Node, within: readonly (string | number)[]): Node {
  const [first, ...rest] = within;
  if (first === undefined) return node;
  const found =
    typeof first === 'number'
      ? node.children?.[first]
      : node.children?.find(({ children }) => children?.[0]?.value === first)?.children?.[1];
  return found ? nodeWithin(found, rest) : node;
}
