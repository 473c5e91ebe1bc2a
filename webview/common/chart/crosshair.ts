// The line that several charts show at the same place. Pure: who listens decides what it looks like.

export interface Place {
  /** Which quantity the place is on: charts over another one do not follow. */
  readonly axis: string;
  readonly x: number;
}

export interface Crosshair {
  /** Moves the line, or takes it away; whoever moves it is not told. */
  move(mover: object, place: Place | null): void;
  /** Returns what ends listening. */
  listen(listener: object, hear: (place: Place | null) => void): () => void;
}

/** A crosshair for charts that are looked at together. */
export function createCrosshair(): Crosshair {
  const listeners = new Map<object, (place: Place | null) => void>();
  return {
    move(mover, place) {
      for (const [listener, hear] of listeners) if (listener !== mover) hear(place);
    },
    listen(listener, hear) {
      listeners.set(listener, hear);
      return () => void listeners.delete(listener);
    },
  };
}
