// Rows of one height in a scrolling box, of which only those exist that can be seen: scrolling through ten thousand costs as much
// as through fifty. A row that leaves the view is used again; the row of an item stays its row while it is in view, and with it focus.

export interface VirtualRow<T> {
  readonly element: HTMLElement;
  update(item: T, index: number): void;
}

export interface VirtualRowOptions<T> {
  /** The box that scrolls. */
  readonly scroller: HTMLElement;
  /** As high as all rows together; the rows are put into it. */
  readonly body: HTMLElement;
  readonly rowHeight: number;
  /** Height of what sticks to the top of the box, above the rows. */
  readonly headHeight?: number;
  readonly keyOf: (item: T) => string;
  readonly createRow: () => VirtualRow<T>;
}

export interface VirtualRows<T> {
  /** Shows these items; every row in view is updated. */
  update(items: readonly T[]): void;
  /** Updates the rows in view: what they show has changed, not which they are. */
  redraw(): void;
  /** The row of an item, which exists also while it is out of view, so that it may keep the focus; null for none. */
  keep(key: string | null): void;
  /** Scrolls until the item is in view. */
  reveal(index: number): void;
  /** The row of an item that exists. */
  elementOf(key: string): HTMLElement | undefined;
  /** How many rows are in view at once, at least 1. */
  pageSize(): number;
}

/** Rows above and below the view that exist already, so that fast scrolling shows no gaps. */
const spareRows = 3;

interface Shown<T> {
  readonly row: VirtualRow<T>;
  item: T;
  index: number;
}

export function createVirtualRows<T>(options: VirtualRowOptions<T>): VirtualRows<T> {
  const { scroller, body, rowHeight, keyOf, createRow, headHeight = 0 } = options;
  let items: readonly T[] = [];
  let keys: ReadonlyMap<string, number> = new Map();
  let kept: string | null = null;
  let viewHeight = 0;
  const shown = new Map<string, Shown<T>>();
  const free: VirtualRow<T>[] = [];

  const wanted = (): Map<string, number> => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - spareRows);
    const last = Math.min(items.length, Math.ceil((scroller.scrollTop + viewHeight) / rowHeight) + spareRows);
    const wantedKeys = new Map<string, number>();
    for (let index = first; index < last; index++) wantedKeys.set(keyOf(items[index]!), index);
    const keptIndex = kept === null ? undefined : keys.get(kept);
    if (kept !== null && keptIndex !== undefined) wantedKeys.set(kept, keptIndex);
    return wantedKeys;
  };
  const place = (key: string, index: number, force: boolean): void => {
    const item = items[index]!;
    let here = shown.get(key);
    if (here && !force && here.item === item && here.index === index) return;
    if (!here) {
      const row = free.pop() ?? createRow();
      here = { row, item, index: -1 };
      shown.set(key, here);
      if (!row.element.isConnected) body.append(row.element);
    }
    if (here.index !== index) here.row.element.style.transform = `translateY(${index * rowHeight}px)`;
    here.item = item;
    here.index = index;
    here.row.update(item, index);
  };
  const render = (force: boolean): void => {
    const next = wanted();
    for (const [key, { row }] of shown) {
      if (next.has(key)) continue;
      shown.delete(key);
      free.push(row);
    }
    for (const [key, index] of next) place(key, index, force);
    for (const row of free) row.element.remove();
  };
  scroller.addEventListener('scroll', () => render(false), { passive: true });
  new ResizeObserver(([entry]) => {
    viewHeight = entry?.contentRect.height ?? 0;
    render(false);
  }).observe(scroller);

  return {
    update(next) {
      if (next.length !== items.length) body.style.height = `${next.length * rowHeight}px`;
      if (next !== items) keys = new Map(next.map((item, index) => [keyOf(item), index]));
      items = next;
      render(true);
    },
    redraw: () => render(true),
    keep(key) {
      if (key === kept) return;
      kept = key;
      render(false);
    },
    reveal(index) {
      const top = index * rowHeight;
      const room = scroller.clientHeight - headHeight;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + rowHeight > scroller.scrollTop + room) scroller.scrollTop = top + rowHeight - room;
      render(false);
    },
    elementOf: (key) => shown.get(key)?.row.element,
    pageSize: () => Math.max(1, Math.floor((scroller.clientHeight - headHeight) / rowHeight) - 1),
  };
}
