import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curveColours, curveStyle, themeFromClasses, type ThemeKind } from '../../webview/common/palette.ts';

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test('every curve stands out from the background of VS Code’s themes at 3:1 or more', () => {
  const backgrounds: Record<ThemeKind, string> = {
    dark: '#1f1f1f',
    light: '#ffffff',
    'high-contrast': '#000000',
    'high-contrast-light': '#ffffff',
  };
  for (const [theme, background] of Object.entries(backgrounds) as [ThemeKind, string][]) {
    for (const colour of curveColours(theme)) assert.ok(contrast(colour, background) >= 3, `${theme} ${colour}`);
  }
});

test('32 curves look different, and the first is a solid line', () => {
  const looks = Array.from({ length: 32 }, (_, index) => JSON.stringify(curveStyle(index, 'dark')));
  assert.equal(new Set(looks).size, 32);
  assert.deepEqual(curveStyle(0, 'light').dash, []);
});

test('the theme is read from the body’s classes', () => {
  assert.equal(themeFromClasses(['vscode-high-contrast', 'vscode-high-contrast-light']), 'high-contrast-light');
  assert.equal(themeFromClasses(['vscode-high-contrast']), 'high-contrast');
  assert.equal(themeFromClasses(['x', 'vscode-light']), 'light');
  assert.equal(themeFromClasses(['vscode-dark']), 'dark');
});
