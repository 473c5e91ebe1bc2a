// What a run is called beside others, in tables and drawings that have no room for names.

/** The `index`-th run's letter: A, B, …, Z, AA, … */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
