// Strings that can be translated are found by reading the code, so each must stand in its call as it is.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const project = resolve(import.meta.dirname, '..', '..');

/** Where `l10n.t` is called with something else than a plain string in front. */
function looseCalls(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText(source))) {
      const [first] = node.arguments;
      if (!first || !ts.isStringLiteral(first)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push(`${file}:${line + 1}: ${node.getText(source).slice(0, 80)}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('every l10n.t has a plain string in front', () => {
  const files = globSync('{src,webview}/**/*.ts', { cwd: project });
  const loose = files.flatMap((file) => {
    const text = readFileSync(join(project, file), 'utf8');
    return text.includes('l10n.t(') ? looseCalls(file, text) : [];
  });
  assert.deepEqual(loose, []);
});

test('a template with values, a variable and a template without values are found', () => {
  const calls = 'l10n.t(`{0} ${run}`); vscode.l10n.t(title); l10n.t(`Runs`); l10n.t("Runs"); l10n.t(\'{0} runs\', 2);';
  assert.equal(looseCalls('file.ts', calls).length, 3);
});
