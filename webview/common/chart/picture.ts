// A chart's canvas as a PNG that stands by itself: on the theme's background, with title and note above it.

import type { Theme } from '../theme.ts';

export interface PictureWords {
  readonly title: string;
  readonly note: string;
}

const headPx = 44;

/** The picture as base64. */
export function picturePng(canvas: HTMLCanvasElement, theme: Theme, { title, note }: PictureWords): string {
  const ratio = canvas.clientWidth > 0 ? canvas.width / canvas.clientWidth : 1;
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = canvas.height + headPx * ratio;
  const ink = picture.getContext('2d')!;
  ink.fillStyle = theme.page;
  ink.fillRect(0, 0, picture.width, picture.height);
  ink.fillStyle = theme.text;
  ink.font = `600 ${14 * ratio}px ${theme.font}`;
  ink.fillText(title, 8 * ratio, 18 * ratio);
  ink.font = `${11 * ratio}px ${theme.font}`;
  ink.fillText(note, 8 * ratio, 36 * ratio);
  ink.drawImage(canvas, 0, headPx * ratio);
  return picture.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
