// Colours of curves: Okabe and Ito's colour-blind-safe set, darkened or lightened so that each stands out from the editor's
// background at 3:1 or more. Curves also differ in their dashes, so that colour is never the only difference.

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

const onDark = ['#56b4e9', '#e69f00', '#2fc49a', '#e08fbd', '#f0e442', '#ff8a4c', '#a9b4ff', '#d0d0d0'] as const;
const onLight = ['#0072b2', '#a65e00', '#007a5a', '#a8437f', '#6f6a00', '#c04a00', '#4b55c4', '#4a4a4a'] as const;

/** Dash patterns in canvas pixels; the first is a solid line. */
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

/** The colours of curves in a theme, in the order in which they are taken. */
export function curveColours(theme: ThemeKind): readonly string[] {
  return theme === 'light' || theme === 'high-contrast-light' ? onLight : onDark;
}

export interface CurveStyle {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** The look of the `index`-th curve of a chart; no two of the first 32 look alike. */
export function curveStyle(index: number, theme: ThemeKind): CurveStyle {
  const colours = curveColours(theme);
  const round = Math.floor(index / colours.length);
  return {
    colour: colours[index % colours.length] ?? colours[0]!,
    dash: dashes[(index + round) % dashes.length] ?? [],
  };
}

/** The theme from the classes that VS Code gives the page's body. */
export function themeFromClasses(classes: readonly string[]): ThemeKind {
  if (classes.includes('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classes.includes('vscode-high-contrast')) return 'high-contrast';
  return classes.includes('vscode-light') ? 'light' : 'dark';
}
