// An experiment file on disk → an experiment that can be launched: parsed, resolved, and every file it names is there.
// One AppError says everything that is wrong, with file, line and column.

import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { experimentFileMissing, experimentFileUnreadable, experimentInvalid } from './errors.ts';
import { type Inherited, type Origin, resolveExtends } from './extends.ts';
import type { Experiment, PartialExperiment } from './fields.ts';
import { checkNamedFiles, nearestEntry } from './files.ts';
import { knownModel } from './known-models.ts';
import { geometryFields, publishedGeometry, readModelFolder } from './model-folder.ts';
import { parentsOnDisk } from './parents.ts';
import { type ParsedExperiment, parseExperiment } from './parse.ts';
import { findHindrances } from './plannable.ts';
import type { Problem } from './problem.ts';
import { resolveExperiment } from './resolve.ts';
import { checkRules, type FieldPath, type Finding } from './rules.ts';
import { countVocabulary } from './vocabulary-size.ts';

/** What a text says that may be in the middle of being edited. */
export interface ExaminedExperiment {
  /** What the good values of the text describe; of a text that is not JSON, those before the fault. */
  readonly experiment: Experiment;
  /** In the order of the file. */
  readonly problems: readonly Problem[];
  /** The text is one JSON object, so that `experiment` is what it says but for the fields with problems. */
  readonly readable: boolean;
  /** Errors because of which a plan of `experiment` would be of something else than is meant. */
  readonly hindrances: readonly Problem[];
  /** The model, its geometry and who says so, such as `bert-large-uncased: 24 layers × 1024, from its config.json`. */
  readonly modelNote: string;
  /** Where the value of each field comes from that the file or one it extends sets. */
  readonly origins: Inherited['origins'];
  /** Where the value of the field comes from, such as that of `training.learning_rate`. */
  readonly setIn: (path: FieldPath) => Origin;
  /** Absolute paths of the files that it extends, directly or not, whether they are there or not. */
  readonly parents: readonly string[];
}

/**
 * Checks and resolves the text of an experiment file that lies, or will lie, at `filePath`. With a model folder, the geometry is
 * its config.json's. What the file extends is part of it. Never throws, whatever the text: all that is wrong is in `problems`.
 */
export async function examineExperiment(text: string, filePath: string): Promise<ExaminedExperiment> {
  const path = resolve(filePath);
  const parsed = parseExperiment(text);
  const { readable } = parsed;
  const inherited = await resolveExtends(parsed, path, parentsOnDisk);
  const { experiment, findings, modelNote } = await readSurroundings(parsed, inherited, path);
  // What follows a syntax error is guesswork, and so are the findings in it.
  const found = readable
    ? [...inherited.problems, ...findings.map((each) => placeFinding(each, parsed, inherited))]
    : [];
  const problems = [...parsed.problems, ...found].sort((a, b) => a.offset - b.offset);
  const { origins, parents } = inherited;
  const setIn = (field: FieldPath): Origin => origins.get(field) ?? { default: true };
  const hindrances = findHindrances(parsed, inherited);
  return { experiment, problems, readable, hindrances, modelNote, origins, setIn, parents };
}

/**
 * Reads, checks and resolves the experiment file. With a model folder, the geometry is its config.json's.
 * Throws one AppError that lists what is wrong; `onWarnings` gets what is odd but can run.
 */
export async function loadExperiment(
  filePath: string,
  onWarnings: (warnings: readonly Problem[]) => void = () => undefined,
): Promise<Experiment> {
  const path = resolve(filePath);
  const { experiment, problems } = await examineExperiment(await readExperimentText(path), path);
  const isError = ({ severity }: Problem): boolean => severity === 'error';
  if (problems.some(isError)) throw experimentInvalid(path, problems.filter(isError));
  const warnings = problems.filter((problem) => !isError(problem));
  if (warnings.length > 0) onWarnings(warnings);
  return experiment;
}

/** At the field; of a field that a parent sets, at `extends`, with the parent's place in words. */
function placeFinding(finding: Finding, parsed: ParsedExperiment, { origins }: Inherited): Problem {
  const [path] = finding.at;
  const origin = path === undefined ? undefined : origins.get(path);
  if (!origin || 'default' in origin || finding.at.some(parsed.isSet)) return parsed.place(finding);
  const from = 'published' in origin ? origin.published : `${origin.file}:${origin.line}:${origin.column}`;
  return parsed.place({ ...finding, message: `${finding.message} \`${path}\` comes from ${from}.` });
}

/** The text of an experiment file. Rejects with an AppError if there is none that can be read. */
export async function readExperimentText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw experimentFileMissing(path, await nearestEntry(path));
    if (code === 'EISDIR') throw experimentFileUnreadable(path, 'it is a folder');
    throw experimentFileUnreadable(path, code === 'EACCES' ? 'you may not read it' : String(thrown), thrown);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (thrown) {
    throw experimentFileUnreadable(path, 'it is not text in UTF-8', thrown);
  }
}

async function readSurroundings(
  parsed: ParsedExperiment,
  { values, origins, faulty }: Inherited,
  path: string,
): Promise<{ experiment: Experiment; findings: Finding[]; modelNote: string }> {
  const folder = dirname(path);
  const experiment = resolveExperiment(values, path);
  const name = experiment.model.model_name_or_path;
  const missing = await checkNamedFiles(experiment, folder);
  // Of a file that extends no other the parser has checked the rules: only what model and vocabulary decide is new.
  const told = new Set(parsed.problems.map(({ code }) => code));
  const isSet = (field: FieldPath): boolean => parsed.isSet(field) || origins.has(field);
  const checkAgain = (complete: Experiment, geometryKnown: boolean): Finding[] =>
    checkRules({ experiment: complete, isSet, geometryKnown }, faulty).filter(({ code }) => !told.has(code));
  if (name === null) {
    const model = await withCountedVocabulary(experiment.model);
    const complete = { ...experiment, model };
    return {
      experiment: complete,
      findings: [...missing, ...checkAgain(complete, true)],
      modelNote: noteOf(model, 'random weights'),
    };
  }
  const found = await readModelFolder(experiment.model, name, values.model, folder);
  if ('finding' in found) {
    // The name may still say what is meant, so that a plan can be made before the folder is there.
    const model = { ...experiment.model, ...publishedGeometry(name) };
    return {
      experiment: { ...experiment, model },
      findings: [found.finding, ...missing, ...checkAgain(experiment, false)],
      modelNote: guess(model, name),
    };
  }
  const { geometryKnown } = found;
  const complete = { ...experiment, model: found.model };
  const ignored = geometryKnown ? ignoredGeometry(values, complete) : [];
  return {
    experiment: complete,
    findings: [...found.findings, ...missing, ...checkAgain(complete, geometryKnown), ...ignored],
    modelNote: geometryKnown ? noteOf(found.model, 'from its config.json') : guess(found.model, name),
  };
}

function guess(model: Experiment['model'], name: string): string {
  const source = knownModel(name)
    ? 'known by its name, not yet on this machine'
    : 'taken from the fields of `model`, as the model is not on this machine';
  return noteOf(model, source);
}

function noteOf(model: Experiment['model'], source: string): string {
  const name = model.model_name_or_path === null ? 'BERT' : basename(model.model_name_or_path);
  return `${name}: ${model.num_hidden_layers} layers × ${model.hidden_size}, ${source}`;
}

/** The vocabulary's size as its file has it. */
async function withCountedVocabulary(model: Experiment['model']): Promise<Experiment['model']> {
  const tokens = model.vocab_file === null ? null : await countVocabulary(model.vocab_file);
  return tokens === null ? model : { ...model, vocab_size: tokens };
}

function ignoredGeometry(values: PartialExperiment, { model }: Experiment): Finding[] {
  return geometryFields
    .filter((name) => values.model?.[name] !== undefined && values.model[name] !== model[name])
    .map((name) => ({
      severity: 'warning',
      code: 'geometry-ignored',
      message: `\`${name}\` ${values.model?.[name]} is not used: the model folder’s config.json says ${model[name]}.`,
      hint: `Remove \`${name}\`; the geometry comes with the model.`,
      at: [`model.${name}`],
    }));
}
