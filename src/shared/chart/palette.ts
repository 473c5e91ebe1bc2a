// Colours of curves: Okabe and Ito's colour-blind-safe set, darkened or lightened so that each stands out from its background
// at 3:1 or more. Curves also differ in their dashes, so that colour is never the only difference.

export type Background = 'dark' | 'light';

const colours: Readonly<Record<Background, readonly string[]>> = {
  dark: ['#56b4e9', '#e69f00', '#2fc49a', '#e08fbd', '#f0e442', '#ff8a4c', '#a9b4ff', '#d0d0d0'],
  light: ['#0072b2', '#a65e00', '#007a5a', '#a8437f', '#6f6a00', '#c04a00', '#4b55c4', '#4a4a4a'],
};

/** Dash patterns in pixels; the first is a solid line. */
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

export interface CurveStyle {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** The colours of curves on a background, in the order in which they are taken. */
export function coloursOn(background: Background): readonly string[] {
  return colours[background];
}

/** The look of the `index`-th curve of a chart; no two of the first 32 look alike. */
export function styleOn(index: number, background: Background): CurveStyle {
  const all = colours[background];
  const round = Math.floor(index / all.length);
  return { colour: all[index % all.length] ?? all[0]!, dash: dashes[(index + round) % dashes.length] ?? [] };
}
