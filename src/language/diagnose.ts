// What is wrong with a text while it is typed, and what would mend it.

import { diagnose } from '../config/language/diagnose.ts';
import { quickFixes } from '../config/language/fixes.ts';
import { examineExperiment } from '../config/load.ts';
import type { QuickFix } from '../shared/language.ts';
import type { Diagnosis, FixRequest, PlanRequest } from '../shared/messages/language.ts';
import { consultedFiles } from './consulted-files.ts';
import { dataKeyOf } from './data-key.ts';

export async function diagnoseText({ file, text, counts }: PlanRequest): Promise<Diagnosis> {
  const examined = await examineExperiment(text, file);
  const dataKey = await dataKeyOf(examined.experiment);
  const samples = counts?.key === dataKey ? counts : null;
  return { diagnostics: diagnose(text, examined, samples), dataKey, files: consultedFiles(examined, file) };
}

export async function findFixes({ file, text, counts, range }: FixRequest): Promise<readonly QuickFix[]> {
  const examine = (changed: string) => examineExperiment(changed, file);
  const examined = await examine(text);
  const samples = counts !== null && counts.key === (await dataKeyOf(examined.experiment)) ? counts : null;
  return quickFixes({ text, examined, samples, examine }, range);
}
