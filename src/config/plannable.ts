// What an experiment file says so badly that its plan would be of something else. Everything else that is wrong with it stands
// beside the plan.

import type { Inherited } from './extends.ts';
import { ownFields } from './merge.ts';
import type { ParsedExperiment } from './parse.ts';
import type { Problem } from './problem.ts';
import type { FieldPath } from './rules.ts';

/** Fields outside the sections that are planned as a whole which a plan follows from. */
const plannedFields: ReadonlySet<FieldPath> = new Set([
  'task',
  'extends',
  'data.max_seq_length',
  'training.do_train',
  'training.per_device_train_batch_size',
  'training.per_device_eval_batch_size',
  'training.gradient_accumulation_steps',
  'training.num_train_epochs',
  'training.max_steps',
  'training.dataloader_num_workers',
  'training.dataloader_mode',
]);
const plannedSections = /^(?:model|ipu_config|plan)\./;

/** A parent that gives nothing at all. */
const parentAbsent = /^(?:extends|json|experiment)-/;

/** The errors that stand in the way of planning, in the order of the file; empty: what is planned is what is meant. */
export function findHindrances(parsed: ParsedExperiment, inherited: Inherited): readonly Problem[] {
  if (!parsed.readable) return parsed.faults;
  if (isSomethingElse(parsed)) return [notAnExperiment(parsed.faults)];
  const isOfParents = [...inherited.faulty].some((path) => isPlanned(path) && !parsed.faulty.has(path));
  const ofParents = inherited.problems.filter(({ code }) => isOfParents || parentAbsent.test(code));
  return [...refusedValues(parsed), ...ofParents].sort((a, b) => a.offset - b.offset);
}

function isPlanned(path: FieldPath): boolean {
  return plannedFields.has(path) || plannedSections.test(path);
}

/** The faults in values that a plan follows from: their fields fall back to defaults. */
function refusedValues({ faults, faulty, locate }: ParsedExperiment): Problem[] {
  const ranges = [...faulty].filter(isPlanned).flatMap((path) => locate(path) ?? []);
  return faults.filter(
    ({ code, offset }) =>
      code === 'section-not-an-object' ||
      ranges.some((range) => offset >= range.offset && offset < range.offset + range.length),
  );
}

/** It has names, but none by which an experiment is known. */
function isSomethingElse({ values, faults, isSet }: ParsedExperiment): boolean {
  const says = Object.keys(values).some((name) => !ownFields.includes(name) && name !== 'group');
  return !says && !isSet('extends') && faults.length > 0 && faults.every(({ code }) => code === 'unknown-name');
}

function notAnExperiment(faults: readonly Problem[]): Problem {
  return {
    ...faults[0]!,
    severity: 'error',
    code: 'not-an-experiment',
    message: 'This is not an experiment file: it has no section of one, only names that none of them has.',
    hint: 'Give a file that ends in .ipu.json, with sections such as "model", "data", "training" and "ipu_config".',
  };
}
