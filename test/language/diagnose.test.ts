// What the language worker says of a text, and what it would change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageHandlers, languageParsers } from '../../src/language/handlers.ts';
import { createWorkspace } from './workspace.ts';

const diagnose = async (params: unknown) => languageHandlers['text/diagnose'](languageParsers['text/diagnose'](params));
const findFixes = async (params: unknown) => languageHandlers['text/fixes'](languageParsers['text/fixes'](params));

test('a text has its diagnostics, and counts say more while they are of its data', async (t) => {
  const { file, text } = await createWorkspace(t);
  const small = text('"layers_per_ipu": [3, 3, 3, 3], "gradient_accumulation_steps": 16');
  const { diagnostics, dataKey } = await diagnose({ file, text: small, counts: null });
  assert.deepEqual(diagnostics, []);
  const counts = { key: dataKey, train: 3, eval: null, note: 'counted' };
  const codesWith = async (key: string) =>
    (await diagnose({ file, text: small, counts: { ...counts, key } })).diagnostics.map(({ code }) => code);
  assert.deepEqual(await codesWith(dataKey), ['dataset-smaller-than-step']);
  assert.deepEqual(await codesWith('of other data'), []);
});

test('a place has its fixes', async (t) => {
  const { file, text } = await createWorkspace(t);
  const wrong = text('"layers_per_ipu": [3, 3, 3, 4], "gradient_accumulation_steps": 16');
  const range = { offset: wrong.indexOf('[3,'), length: 3 };
  const [first] = await findFixes({ file, text: wrong, counts: null, range });
  assert.equal(first?.title, 'Set `layers_per_ipu` to [3,3,3,3]');
  assert.equal(first.isPreferred, true);
  assert.deepEqual(await findFixes({ file, text: wrong, counts: null, range: { offset: 0, length: 0 } }), []);
});

test('a request without a place or a text is refused', async () => {
  const request = { file: '/a.ipu.json', text: '{}', counts: null };
  for (const range of [undefined, null, {}, { offset: -1, length: 0 }, { offset: 0.5, length: 0 }])
    await assert.rejects(findFixes({ ...request, range }), TypeError);
  await assert.rejects(diagnose({ file: 3 }), TypeError);
});
