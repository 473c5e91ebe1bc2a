// The parts of a page share one style sheet: what a part says of a class must not reach into another one.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = join(import.meta.dirname, '..', '..', 'webview', 'dashboard');

interface Styles {
  /** Classes that stand alone at the start of a rule: they match wherever the class is used. */
  readonly open: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

function readStyles(file: string): Styles {
  const css = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '');
  const selectors = [...css.matchAll(/([^{}]+)\{/g)]
    .map(([, text = '']) => text.trim())
    .filter((text) => !text.startsWith('@'))
    .flatMap((text) => text.split(/,(?![^(]*\))/).map((one) => one.trim()));
  const classes = (text: string): string[] => [...text.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name);
  const alone = selectors.filter((selector) => /^\.[\w-]+(:{1,2}[\w-]+)?( > | )?[a-z0-9]*$/.test(selector));
  return { open: new Set(alone.flatMap(classes)), used: new Set(selectors.flatMap(classes)) };
}

test('no part of the dashboard styles a class of another part', () => {
  const files = globSync('*/**/*.css', { cwd: folder });
  assert.ok(files.length >= 6, `the style sheets are found: ${files.join(', ')}`);
  const part = (file: string): string => file.split(/[\\/]/)[0]!;
  const styles = new Map(files.map((file) => [file, readStyles(file)]));
  const found = files.flatMap((file) =>
    files
      .filter((other) => part(other) !== part(file))
      .flatMap((other) =>
        [...styles.get(file)!.open]
          .filter((name) => styles.get(other)!.used.has(name))
          .map((name) => `.${name} of ${file} is used in ${other}`),
      ),
  );
  assert.deepEqual(found, []);
});
