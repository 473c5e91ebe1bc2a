// A canvas that is as large as its place and as sharp as the screen.

/** Fits the canvas to its place, sharp on every screen; null while it has none. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number) {
  const context = canvas.getContext('2d');
  if (width === 0 || !context) return null;
  const ratio = devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  if (canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
