// What a field of an experiment file is. Type, schema, validation, defaults and the reference page derive from these records.

interface Common {
  /** What it does; plain sentences, Markdown code spans allowed. */
  readonly doc: string;
  /** When one has to think about it, in a sentence. */
  readonly when?: string;
  /** The versions of optimum-graphcore that have it, where not all of them do. */
  readonly version?: string;
  /** Unit of the value, where it has one. */
  readonly unit?: string;
  /** A value worth showing, if the default does not say enough. */
  readonly example?: unknown;
}

export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
}

export interface NumberField<T> extends Common, NumberRule {
  readonly type: 'number' | 'integer';
  readonly nullable: boolean;
  readonly default: T;
}

export interface BooleanField extends Common {
  readonly type: 'boolean';
  readonly default: boolean;
}

export interface TextField<T> extends Common {
  readonly type: 'string';
  readonly nullable: boolean;
  readonly default: T;
  /** The text is a path, relative to the experiment file's folder. */
  readonly path?: 'file' | 'folder' | 'folder-or-name';
}

export interface ChoiceField<T extends string> extends Common {
  readonly type: 'choice';
  readonly values: readonly T[];
  readonly default: T;
}

/** The longest list of numbers: the IPUs of the largest pipeline one may plan. */
const maxItems = 256;

/** A list of numbers, or with `scalar` one number for all. */
export interface NumberListField<T> extends Common, NumberRule {
  readonly type: 'numbers';
  readonly nullable: boolean;
  readonly integer: boolean;
  readonly scalar: boolean;
  readonly maxItems: number;
  readonly default: T;
}

/** A text, or a list of texts. */
export interface TextsField extends Common {
  readonly type: 'texts';
  readonly maxItems: number;
  readonly default: string | readonly string[];
}

/** What may stand behind a flag of a command line: `true` stands for the flag alone, null for none at all. */
export type Argument = string | number | boolean | null | readonly (string | number | boolean)[];

/** Flags of a command line, without their hyphens, each with what stands behind it. */
export interface ArgumentsField extends Common {
  readonly type: 'arguments';
  readonly default: Readonly<Record<string, Argument>>;
}

/** What a sweep tries of one field: these values, or numbers between two ends. */
export type SweepParameter =
  readonly unknown[] | { readonly min: number; readonly max: number; readonly scale?: (typeof sweepScales)[number] };

/** How numbers between two ends are spread: evenly, or evenly in their logarithms. */
export const sweepScales = ['linear', 'log'] as const;

/** Fields by their place in the file, such as `training.learning_rate`, each with what a sweep tries of it. */
export interface ParametersField extends Common {
  readonly type: 'parameters';
  readonly default: Readonly<Record<string, SweepParameter>>;
}

export type Field =
  | NumberField<number>
  | NumberField<number | null>
  | BooleanField
  | TextField<string>
  | TextField<string | null>
  | ChoiceField<string>
  | NumberListField<readonly number[]>
  | NumberListField<readonly number[] | null>
  | NumberListField<number | readonly number[]>
  | NumberListField<number | readonly number[] | null>
  | TextsField
  | ArgumentsField
  | ParametersField;

/** The value a field holds. */
export type ValueOf<F> = F extends { readonly default: infer T } ? (F extends ChoiceField<infer V> ? V : T) : never;

/** A value worth showing of the field: its example, or of a switch or a choice one that is not the default. */
export function exampleOf(field: Field): unknown {
  if (field.example !== undefined) return field.example;
  if (field.type === 'boolean') return !field.default;
  if (field.type === 'choice') return field.values.find((value) => value !== field.default) ?? field.default;
  return field.default;
}

type Options = Omit<Common, 'doc'>;

export function number(fallback: number, doc: string, rest?: NumberRule & Options): NumberField<number>;
export function number(fallback: null, doc: string, rest?: NumberRule & Options): NumberField<number | null>;
export function number(fallback: number | null, doc: string, rest: NumberRule & Options = {}) {
  return { type: 'number', nullable: fallback === null, default: fallback, doc, ...rest };
}

export function integer(fallback: number, doc: string, rest?: NumberRule & Options): NumberField<number>;
export function integer(fallback: null, doc: string, rest?: NumberRule & Options): NumberField<number | null>;
export function integer(fallback: number | null, doc: string, rest: NumberRule & Options = {}) {
  return { type: 'integer', nullable: fallback === null, default: fallback, doc, ...rest };
}

export function boolean(fallback: boolean, doc: string, rest: Options = {}): BooleanField {
  return { type: 'boolean', default: fallback, doc, ...rest };
}

export function text(
  fallback: string,
  doc: string,
  rest?: Options & Pick<TextField<string>, 'path'>,
): TextField<string>;
export function text(
  fallback: null,
  doc: string,
  rest?: Options & Pick<TextField<string>, 'path'>,
): TextField<string | null>;
export function text(fallback: string | null, doc: string, rest: Options & Pick<TextField<string>, 'path'> = {}) {
  return { type: 'string', nullable: fallback === null, default: fallback, doc, ...rest };
}

export function choice<const T extends string>(
  values: readonly T[],
  fallback: NoInfer<T>,
  doc: string,
  rest: Options = {},
): ChoiceField<T> {
  return { type: 'choice', values, default: fallback, doc, ...rest };
}

type ListOptions = NumberRule & Options;
type Numbers = number | readonly number[];

export function integers(
  fallback: readonly number[],
  doc: string,
  rest?: ListOptions,
): NumberListField<readonly number[]>;
export function integers(fallback: null, doc: string, rest?: ListOptions): NumberListField<readonly number[] | null>;
export function integers(fallback: readonly number[] | null, doc: string, rest: ListOptions = {}) {
  return listField(fallback, { integer: true, scalar: false, doc, ...rest });
}

export function numberOrNumbers(fallback: Numbers, doc: string, rest?: ListOptions): NumberListField<Numbers>;
export function numberOrNumbers(fallback: null, doc: string, rest?: ListOptions): NumberListField<Numbers | null>;
export function numberOrNumbers(fallback: Numbers | null, doc: string, rest: ListOptions = {}) {
  return listField(fallback, { integer: false, scalar: true, doc, ...rest });
}

function listField<T extends Numbers | null>(
  fallback: T,
  rest: Common & NumberRule & { readonly integer: boolean; readonly scalar: boolean },
): NumberListField<T> {
  return { type: 'numbers', nullable: fallback === null, maxItems, default: fallback, ...rest };
}

/** The most parents an experiment file can name; far beyond what one can still follow. */
const maxTexts = 16;

/** A text or a list of texts; none by default. */
export function texts(doc: string, rest: Options = {}): TextsField {
  return { type: 'texts', maxItems: maxTexts, default: [], doc, ...rest };
}

/** Flags of a command line; none by default. */
export function commandArguments(doc: string, rest: Options = {}): ArgumentsField {
  return { type: 'arguments', default: {}, doc, ...rest };
}

/** Fields that a sweep varies; none by default. */
export function sweepParameters(doc: string, rest: Options = {}): ParametersField {
  return { type: 'parameters', default: {}, doc, ...rest };
}
