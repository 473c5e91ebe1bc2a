// Draws again when the place of a drawing has another width.

/** Calls back with the width in CSS pixels, whenever it is another one and not zero. */
export function onWidth(element: Element, listener: (widthPx: number) => void): void {
  let last = 0;
  new ResizeObserver(([entry]) => {
    const widthPx = Math.floor(entry?.contentRect.width ?? 0);
    if (widthPx === last || widthPx === 0) return;
    last = widthPx;
    listener(widthPx);
  }).observe(element);
}
