// The Nelder–Mead simplex search: finds a minimum of a function of a few variables without its derivatives. Deterministic.

/** Where `f` is least near `start`, searched from a simplex of the given size and again from its result. */
export function minimise(f: (x: readonly number[]) => number, start: readonly number[], size = 0.3): number[] {
  let best = [...start];
  for (let restart = 0; restart < 4; restart++) best = descend(f, best, size / 2 ** restart);
  return best;
}

type Vertex = readonly [x: number[], value: number];

function descend(f: (x: readonly number[]) => number, start: readonly number[], size: number): number[] {
  const at = (x: number[]): Vertex => [x, f(x)];
  let simplex = [at([...start]), ...start.map((_, i) => at(start.map((v, j) => (i === j ? v + size : v))))];
  for (let step = 0; step < 400 * start.length; step++) {
    simplex = simplex.sort(([, a], [, b]) => a - b);
    const worst = simplex.at(-1)!;
    if (worst[1] - simplex[0]![1] < 1e-10) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, [x]) => sum + x[i]!, 0) / others.length);
    const towards = (factor: number): Vertex => at(centre.map((c, i) => c + factor * (worst[0][i]! - c)));
    simplex = [...others, improve(towards, simplex)] as Vertex[];
    if (simplex.at(-1)! === worst) simplex = shrink(at, simplex);
  }
  return simplex.sort(([, a], [, b]) => a - b)[0]![0];
}

/** Reflection, expansion or contraction, as the reflected value demands; the worst vertex itself if none helps. */
function improve(towards: (factor: number) => Vertex, simplex: readonly Vertex[]): Vertex {
  const worst = simplex.at(-1)!;
  const reflected = towards(-1);
  if (reflected[1] < simplex[0]![1]) {
    const expanded = towards(-2);
    return expanded[1] < reflected[1] ? expanded : reflected;
  }
  if (reflected[1] < simplex.at(-2)![1]) return reflected;
  const contracted = towards(reflected[1] < worst[1] ? -0.5 : 0.5);
  return contracted[1] < Math.min(reflected[1], worst[1]) ? contracted : worst;
}

function shrink(at: (x: number[]) => Vertex, simplex: readonly Vertex[]): Vertex[] {
  const [best] = simplex[0]!;
  return simplex.map((vertex, i) => (i === 0 ? vertex : at(vertex[0].map((v, j) => (v + best[j]!) / 2))));
}
