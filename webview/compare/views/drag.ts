// Dragging on a drawing: where it began, where it is, and a press without moving. Knows nothing of what is dragged.

export interface DragPoint {
  readonly x: number;
  readonly y: number;
}

export interface Drag {
  readonly from: DragPoint;
  readonly to: DragPoint;
  readonly dx: number;
}

export interface DragListener {
  move?(drag: Drag): void;
  end?(drag: Drag): void;
  /** Pressed and released in place. */
  click?(): void;
}

/** Shorter movements are a press. */
const leastPx = 3;

/** Listens on the element; places are in pixels of the SVG around it. The drawing may be replaced while the user drags. */
export function listenToDrag(element: SVGElement, listener: DragListener): void {
  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const frame = element.closest('svg')!.getBoundingClientRect();
    const placeOf = ({ clientX, clientY }: PointerEvent): DragPoint => ({
      x: clientX - frame.left,
      y: clientY - frame.top,
    });
    const from = placeOf(down);
    let isDragged = false;
    const dragOf = (event: PointerEvent): Drag => {
      const to = placeOf(event);
      return { from, to, dx: to.x - from.x };
    };
    const onMove = (event: PointerEvent): void => {
      const { to } = dragOf(event);
      isDragged ||= Math.hypot(to.x - from.x, to.y - from.y) >= leastPx;
      if (isDragged) listener.move?.(dragOf(event));
    };
    const onUp = (event: PointerEvent): void => {
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      if (isDragged) listener.end?.(dragOf(event));
      else listener.click?.();
    };
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
  });
}
