// What holds of the diagnostics and fixes of any text at all.

import assert from 'node:assert/strict';
import { diagnose } from '../../../src/config/language/diagnose.ts';
import { applyChanges, quickFixes } from '../../../src/config/language/fixes.ts';
import { examineExperiment } from '../../../src/config/load.ts';
import type { Random } from '../../support/random.ts';

/** Diagnoses a text, and with `random` mends something of it; throws where what is found does not hold together. */
export async function checkFile(text: string, file: string, random: Random | null) {
  const label = text.slice(0, 1000);
  const examine = (changed: string) => examineExperiment(changed, file);
  const examined = await examine(text);
  const samples = { train: 100, eval: 7 };
  const diagnostics = diagnose(text, examined, samples);
  let last = 0;
  for (const { offset, length, message, hint, code } of diagnostics) {
    assert.ok(offset >= last && length >= 0 && offset + length <= text.length, `${code}: ${label}`);
    assert.ok(message.length > 10 && hint.length > 5 && message.length < 2000, `${code}: ${label}`);
    last = offset;
  }
  if (!random || diagnostics.length === 0) return { diagnostics: diagnostics.length, fixes: 0 };
  const place = random.pick(diagnostics);
  const fixes = await quickFixes({ text, examined, samples, examine }, { offset: place.offset, length: 0 });
  for (const { changes } of fixes) assert.notEqual(applyChanges(text, changes), text, label);
  return { diagnostics: diagnostics.length, fixes: fixes.length };
}
