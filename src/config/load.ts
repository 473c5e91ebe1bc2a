// An experiment file on disk → an experiment that can be launched: parsed, resolved, and every file it names is there.
// One AppError says everything that is wrong, with file, line and column.

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { experimentFileMissing, experimentFileUnreadable, experimentInvalid } from './errors.ts';
import type { Experiment } from './fields.ts';
import { checkNamedFiles, nearestEntry } from './files.ts';
import { geometryFields, readModelFolder } from './model-folder.ts';
import { type ParsedExperiment, parseExperiment } from './parse.ts';
import type { Problem } from './problem.ts';
import { resolveExperiment } from './resolve.ts';
import { checkRules, type Finding } from './rules.ts';

/**
 * Reads, checks and resolves the experiment file. With a model folder, the geometry is its config.json's.
 * Throws one AppError that lists what is wrong; `onWarnings` gets what is odd but can run.
 */
export async function loadExperiment(
  filePath: string,
  onWarnings: (warnings: readonly Problem[]) => void = () => undefined,
): Promise<Experiment> {
  const path = resolve(filePath);
  const parsed = parseExperiment(await readText(path));
  const isError = ({ severity }: Problem): boolean => severity === 'error';
  if (parsed.problems.some(isError)) throw experimentInvalid(path, parsed.problems.filter(isError));
  const { experiment, findings } = await readSurroundings(parsed, path);
  const problems = [...parsed.problems, ...findings.map(parsed.place)].sort((a, b) => a.offset - b.offset);
  if (problems.some(isError)) throw experimentInvalid(path, problems.filter(isError));
  const warnings = problems.filter((problem) => !isError(problem));
  if (warnings.length > 0) onWarnings(warnings);
  return experiment;
}

async function readText(path: string): Promise<string> {
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
  path: string,
): Promise<{ experiment: Experiment; findings: Finding[] }> {
  const folder = dirname(path);
  const experiment = resolveExperiment(parsed.values, path);
  const name = experiment.model.model_name_or_path;
  const missing = await checkNamedFiles(experiment, folder);
  if (name === null) return { experiment, findings: missing };
  const found = await readModelFolder(experiment.model, name, parsed.values.model, folder);
  if ('finding' in found) return { experiment, findings: [found.finding, ...missing] };
  const complete = { ...experiment, model: found.model };
  // Only what the geometry decides is new: the rules before it have been checked by the parser.
  const known = new Set(parsed.problems.map(({ code }) => code));
  const rules = checkRules({ experiment: complete, isSet: parsed.isSet, geometryKnown: found.geometryKnown });
  const fresh = rules.filter(({ code }) => !known.has(code));
  const findings = [...found.findings, ...missing, ...fresh, ...ignoredGeometry(parsed, complete)];
  return { experiment: complete, findings };
}

function ignoredGeometry({ values }: ParsedExperiment, { model }: Experiment): Finding[] {
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
