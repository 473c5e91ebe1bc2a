// Ways to share out a model's encoder layers over the IPUs of a pipeline, for remedies and the search to try. Which of
// them is best is for the model to say.

/** How many shares of the first IPU are tried, however many layers there are. */
const mostFirst = 24;

/**
 * Balanced splits of `layers` over `ipus`: the first IPU, which has the embeddings, takes from none to an even share, the
 * last one, which has a head, about what the others take, and these share the rest evenly. No IPU after the first is empty.
 */
export function splitLayers(layers: number, ipus: number): number[][] {
  if (ipus <= 1) return [[layers]];
  if (ipus > layers + 1) return [];
  const evenShare = Math.ceil(layers / ipus);
  const step = Math.ceil(evenShare / mostFirst);
  const splits: number[][] = [];
  for (let first = evenShare; first >= 0; first -= step) {
    const share = Math.floor((layers - first) / (ipus - 1));
    for (const last of ipus === 2 ? [layers - first] : [share - 1, share, share + 1]) {
      const middle = shareOut(layers - first - last, ipus - 2);
      const isBalanced = middle.every((count) => count >= 1 && count <= share + 1);
      if (last >= 1 && isBalanced) splits.push([first, ...middle, last]);
    }
  }
  return splits;
}

/** An even share for each, with what is left over on the last ones. */
function shareOut(layers: number, ipus: number): number[] {
  const share = Math.floor(layers / ipus);
  const more = layers - share * ipus;
  return Array.from({ length: ipus }, (_, index) => share + (index >= ipus - more ? 1 : 0));
}
