// A run's mark: its letter, and a stroke in its colour and dash. The letter says it to those who cannot tell the colours.

import { create, createSvg, setAttributes, setText } from '../../common/dom.ts';
import { curveStyle } from '../../common/palette.ts';
import { themeKind } from '../../common/theme.ts';

export interface RunMark {
  readonly element: HTMLElement;
  update(run: { readonly letter: string; readonly place: number }): void;
}

export function createRunMark(): RunMark {
  const line = createSvg('line', { x1: 0, y1: 4, x2: 28, y2: 4, 'stroke-width': 3 });
  const stroke = createSvg('svg', { width: 28, height: 8, viewBox: '0 0 28 8', 'aria-hidden': 'true' }, line);
  const letter = create('span', { class: 'letter' });
  return {
    element: create('span', { class: 'run-mark' }, letter, stroke),
    update(run) {
      const { colour, dash } = curveStyle(run.place, themeKind());
      setText(letter, run.letter);
      setAttributes(line, { stroke: colour, 'stroke-dasharray': dash.length === 0 ? undefined : dash.join(' ') });
    },
  };
}

/** A mark that never changes. */
export function runMark(run: { readonly letter: string; readonly place: number }): HTMLElement {
  const mark = createRunMark();
  mark.update(run);
  return mark.element;
}
