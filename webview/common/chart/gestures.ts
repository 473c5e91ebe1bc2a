// What a pointer does in a chart: it moves the crosshair, and drawn over an area selects what to zoom to. The wheel stays the page's.

import type { ZoomMode } from '../../../src/shared/chart/view.ts';
import type { Area } from './surface.ts';

export interface GestureActions {
  readonly area: () => Area | null;
  readonly zoomMode: () => ZoomMode;
  /** Where the pointer is; null when it has left. */
  readonly hover: (point: { readonly left: number; readonly top: number } | null) => void;
  /** What is being selected; null when nothing is. */
  readonly selecting: (box: Area | null) => void;
  readonly select: (box: Area, mode: ZoomMode) => void;
  readonly reset: () => void;
}

/** A pointer that has moved less than this clicks. */
const leastDragPx = 5;

interface Drag {
  readonly left: number;
  readonly top: number;
  readonly mode: ZoomMode;
}

/** Listens on the canvas until the page is gone. */
export function listenToPointer(canvas: HTMLCanvasElement, actions: GestureActions): void {
  let drag: Drag | null = null;
  const place = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    return { left: clientX - left, top: clientY - top };
  };
  const boxTo = (event: MouseEvent): Area | null => {
    const area = actions.area();
    return drag && area ? selectedBox(drag, place(event), area) : null;
  };
  canvas.addEventListener('pointerdown', (event) => {
    const area = actions.area();
    const at = place(event);
    if (event.button !== 0 || !area || at.left < area.left || at.left > area.right) return;
    drag = { ...at, mode: modeOf(event, actions.zoomMode()) };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    actions.hover(place(event));
    actions.selecting(boxTo(event));
  });
  canvas.addEventListener('pointerup', (event) => {
    const box = boxTo(event);
    const mode = drag?.mode;
    drag = null;
    actions.selecting(null);
    if (box && mode) actions.select(box, mode);
  });
  canvas.addEventListener('pointercancel', () => {
    drag = null;
    actions.selecting(null);
  });
  canvas.addEventListener('pointerleave', () => actions.hover(null));
  canvas.addEventListener('dblclick', () => actions.reset());
}

/** Keys choose another direction for one selection: Shift the vertical one, Alt both. */
function modeOf({ shiftKey, altKey }: MouseEvent, chosen: ZoomMode): ZoomMode {
  if (altKey) return 'xy';
  if (shiftKey) return chosen === 'y' ? 'x' : 'y';
  return chosen;
}

function selectedBox(from: Drag, to: { readonly left: number; readonly top: number }, area: Area): Area | null {
  const isWideEnough = Math.abs(to.left - from.left) >= leastDragPx;
  const isHighEnough = Math.abs(to.top - from.top) >= leastDragPx;
  if ((from.mode !== 'y' && !isWideEnough) || (from.mode !== 'x' && !isHighEnough)) return null;
  const within = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));
  const [left = 0, right = 0] = [from.left, to.left].sort((a, b) => a - b);
  const [top = 0, bottom = 0] = [from.top, to.top].sort((a, b) => a - b);
  return {
    left: from.mode === 'y' ? area.left : within(left, area.left, area.right),
    right: from.mode === 'y' ? area.right : within(right, area.left, area.right),
    top: from.mode === 'x' ? area.top : within(top, area.top, area.bottom),
    bottom: from.mode === 'x' ? area.bottom : within(bottom, area.top, area.bottom),
  };
}
