// How the pipeline chart is zoomed and moved: keys, wheel, dragging, and the overview. What it looks like is in ink.ts.

import { describeCell, type PipelineModel } from './model.ts';
import { clampView, panView, scaleOf, startView, wholeView, zoomView } from './viewport.ts';
import type { ViewMode, Viewport } from './viewport.ts';
import { bandPx, rowHeight } from './ink.ts';

/** What a key or a button does to the view. */
export type Action = 'start' | 'end' | 'whole' | 'closer' | 'wider' | 'left' | 'right';

const keys: Readonly<Record<string, Action>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  '+': 'closer',
  '=': 'closer',
  '-': 'wider',
  '0': 'whole',
  Home: 'start',
  End: 'end',
};

/** Moves the view as an action says. */
export function act(
  action: Action,
  model: PipelineModel,
  view: Viewport,
  move: (next: Viewport, as?: ViewMode) => void,
): void {
  const middle = (view.from + view.to) / 2;
  switch (action) {
    case 'start':
      return move(startView(model), 'start');
    case 'whole':
      return move(wholeView(model), 'whole');
    case 'end': {
      const length = view.to - view.from < model.cycles ? view.to - view.from : startView(model).to;
      return move(clampView({ from: model.cycles - length, to: model.cycles }, model));
    }
    case 'closer':
      return move(zoomView(view, 1 / 1.5, middle, model));
    case 'wider':
      return move(zoomView(view, 1.5, middle, model));
    case 'left':
      return move(panView(view, -0.15, model));
    case 'right':
      return move(panView(view, 0.15, model));
  }
}

/** The chart as its gestures see it. */
export interface Behaviour {
  readonly model: () => PipelineModel | undefined;
  readonly view: () => Viewport;
  readonly move: (next: Viewport, as?: ViewMode) => void;
  readonly say: (text: string) => void;
}

/** Keys, wheel and hand on the chart and its overview. */
export function listen(canvas: HTMLCanvasElement, overview: HTMLCanvasElement, behaviour: Behaviour): void {
  const { model, view, move, say } = behaviour;
  const cycleUnder = (event: MouseEvent, shown: PipelineModel) =>
    scaleOf(shown, view(), canvas.clientWidth).cycle(event.offsetX);
  canvas.addEventListener('keydown', (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    const shown = model();
    if (!action || !shown) return;
    event.preventDefault();
    act(action, shown, view(), move);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      const shown = model();
      if (!shown) return;
      // A wheel that means the page must scroll the page: it zooms with Ctrl, or once the chart has the focus.
      const zooms = event.ctrlKey || event.metaKey || document.activeElement === canvas;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        move(panView(view(), sideways / canvas.clientWidth, shown));
      } else if (zooms) move(zoomView(view(), Math.exp(event.deltaY * 0.002), cycleUnder(event, shown), shown));
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    canvas.dataset['dragging'] = '';
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => delete canvas.dataset['dragging']);
  }
  canvas.addEventListener('pointermove', (event) => {
    const shown = model();
    if (!shown) return;
    if ('dragging' in canvas.dataset) move(panView(view(), -event.movementX / canvas.clientWidth, shown));
    const row = Math.floor((event.offsetY - bandPx) / rowHeight(shown.rows.length));
    say(describeCell(shown, row, Math.floor(cycleUnder(event, shown))));
  });
  canvas.addEventListener('pointerleave', () => say(''));
  overview.addEventListener('pointerdown', (event) => overview.setPointerCapture(event.pointerId));
  for (const kind of ['pointerdown', 'pointermove'] as const) {
    overview.addEventListener(kind, (event) => {
      const shown = model();
      if (!shown || event.buttons === 0) return;
      const half = (view().to - view().from) / 2;
      const at = scaleOf(shown, wholeView(shown), overview.clientWidth).cycle(event.offsetX);
      move(clampView({ from: at - half, to: at + half }, shown));
    });
  }
}
