// The colour scale of heat maps: cividis (Nuñez, Anderton, Renslow 2018), made for eyes with and without colour blindness, in even
// steps of lightness, so that it is read in grey as well. What is high stands out: light on dark themes, dark on light ones.

import type { ThemeKind } from '../../../common/palette.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** The scale at equal distances. */
const cividis: readonly Rgb[] = [
  [0, 32, 77],
  [0, 48, 111],
  [57, 66, 108],
  [87, 84, 109],
  [112, 102, 115],
  [137, 121, 119],
  [165, 142, 116],
  [195, 165, 105],
  [226, 189, 83],
  [255, 234, 70],
];

/** How many colours there are. */
export const colourCount = 256;

function isLight(theme: ThemeKind): boolean {
  return theme === 'light' || theme === 'high-contrast-light';
}

/** The colour at a share from 0 to 1 of the scale. */
export function colourAt(share: number, theme: ThemeKind): Rgb {
  const place = Math.min(1, Math.max(0, isLight(theme) ? 1 - share : share)) * (cividis.length - 1);
  const index = Math.min(cividis.length - 2, Math.floor(place));
  const [low, high] = [cividis[index]!, cividis[index + 1]!];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(low[channel] + (high[channel] - low[channel]) * (place - index));
  return [mix(0), mix(1), mix(2)];
}

/** All colours as pixels of an ImageData that is read as 32-bit numbers. */
export function pixelColours(theme: ThemeKind): Uint32Array {
  const bytes = new Uint8Array(4 * colourCount);
  for (let index = 0; index < colourCount; index++) {
    bytes.set([...colourAt(index / (colourCount - 1), theme), 255], 4 * index);
  }
  return new Uint32Array(bytes.buffer);
}

/** The scale as a CSS gradient from left to right. */
export function gradientOf(theme: ThemeKind): string {
  const stops = cividis.map((_, index) => `rgb(${colourAt(index / (cividis.length - 1), theme).join(' ')})`);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
