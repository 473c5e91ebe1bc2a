// Every text that can be translated has a translation in each language that is there, with the same places for values.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { takeStrings } from '../../scripts/manifest-strings.ts';

const project = resolve(import.meta.dirname, '..', '..');

type Strings = Readonly<Record<string, string | { readonly message: string }>>;

const read = (file: string): Strings => JSON.parse(readFileSync(join(project, file), 'utf8')) as Strings;
const textOf = (entry: Strings[string] | undefined): string =>
  typeof entry === 'object' ? entry.message : (entry ?? '');
/** `{0}` and links to commands, which a translation must keep. */
const fixedParts = (text: string): string[] => (text.match(/\{\d+\}|\]\([^)]*\)|`[^`]*`|%[^%]+%/g) ?? []).sort();

for (const [base, pattern] of [
  ['package.nls.json', 'package.nls.*.json'],
  ['l10n/bundle.l10n.json', 'l10n/bundle.l10n.*.json'],
] as const) {
  const translations = globSync(pattern, { cwd: project });

  test(`${base} has a translation`, () => assert.ok(translations.length > 0));

  for (const file of translations) {
    test(`${file} says everything that ${base} says, and nothing else`, () => {
      const [wanted, found] = [read(base), read(file)];
      assert.deepEqual(Object.keys(found).sort(), Object.keys(wanted).sort());
      for (const [key, entry] of Object.entries(wanted)) {
        const text = textOf(entry);
        const translated = textOf(found[key]);
        assert.notEqual(translated.trim(), '', key);
        assert.deepEqual(fixedParts(translated), fixedParts(text), key);
      }
    });
  }
}

test('no text goes through a `t` of its own, where the search for the strings does not see it', () => {
  const files = globSync('{src,webview}/**/*.ts', { cwd: project });
  const own = files.filter((file) =>
    /\{[^{}]*\bt\b[^{}]*\} = [\w.]*l10n\b/.test(readFileSync(join(project, file), 'utf8')),
  );
  assert.deepEqual(own, []);
});

test('texts become keys that say where they stand; what is no text stays', () => {
  const { value, strings } = takeStrings({
    contributes: {
      commands: [
        { command: 'ipu.a', title: 'A', category: 'IPU' },
        { command: 'ipu.b', title: 'B', category: 'IPU', icon: '$(play)' },
      ],
      configuration: { properties: { 'x.y': { type: 'string', enum: ['a'], enumDescriptions: ['First'] } } },
    },
  });
  assert.deepEqual(strings, {
    'commands.ipu.a.title': 'A',
    category: 'IPU',
    'commands.ipu.b.title': 'B',
    'configuration.properties.x.y.enumDescriptions.1': 'First',
  });
  assert.deepEqual(value.contributes.commands[1], {
    command: 'ipu.b',
    title: '%commands.ipu.b.title%',
    category: '%category%',
    icon: '$(play)',
  });
  assert.deepEqual(value.contributes.configuration.properties['x.y'], {
    type: 'string',
    enum: ['a'],
    enumDescriptions: ['%configuration.properties.x.y.enumDescriptions.1%'],
  });
});

test('two texts never share a key', () => {
  assert.throws(
    () =>
      takeStrings([
        { id: 'a', category: 'X' },
        { id: 'b', category: 'Y' },
      ]),
    /category/,
  );
});
