// The colours of curves in VS Code's themes: which of the shared sets stands out from each theme's background.

import { coloursOn, styleOn, type Background, type CurveStyle } from '../../src/shared/chart/palette.ts';

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** Whether a theme's background is dark or light. */
export function backgroundOf(theme: ThemeKind): Background {
  return theme === 'light' || theme === 'high-contrast-light' ? 'light' : 'dark';
}

/** The colours of curves in a theme, in the order in which they are taken. */
export function curveColours(theme: ThemeKind): readonly string[] {
  return coloursOn(backgroundOf(theme));
}

/** The look of the `index`-th curve of a chart; no two of the first 32 look alike. */
export function curveStyle(index: number, theme: ThemeKind): CurveStyle {
  return styleOn(index, backgroundOf(theme));
}

/** The theme from the classes that VS Code gives the page's body. */
export function themeFromClasses(classes: readonly string[]): ThemeKind {
  if (classes.includes('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classes.includes('vscode-high-contrast')) return 'high-contrast';
  return classes.includes('vscode-light') ? 'light' : 'dark';
}
