// The model's fitted constants. Written by `npm run fit-ipu-model`.

/** What BERT gets out of an IPU, and what the host adds. */
export interface FittedConstants {
  /** Share of the matrix units' peak that products reach once they run. */
  readonly matmulShareOfPeak: number;
  /** Cycles that each matrix product of a pass takes whatever its size: exchange set-up, synchronisation, control. */
  readonly cyclesPerProduct: number;
  /** Elements that a tile works on in one cycle outside of matrix products. */
  readonly elementsPerTileCycle: number;
  /** Tile cycles for each parameter of an IPU at a weight update: optimizer, reduction, exchange. */
  readonly updateTileCyclesPerParameter: number;
  /** Time of one call from the host: start, synchronisation, results. */
  readonly hostSecondsPerCall: number;
  /** Time of the host to prepare one sequence without loader workers. */
  readonly hostSecondsPerSample: number;
}

export const fitted: FittedConstants = {
  matmulShareOfPeak: 0.6,
  cyclesPerProduct: 15_000,
  elementsPerTileCycle: 0.4,
  updateTileCyclesPerParameter: 200,
  hostSecondsPerCall: 0.06,
  hostSecondsPerSample: 0.0016,
};
