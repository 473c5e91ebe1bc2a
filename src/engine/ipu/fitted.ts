// Constants of the time model that are fitted to published figures; everything else in it is counted or comes from data sheets.
// Written by `npm run fit-ipu-model`: change the fit, not this file. docs/ipu-model.md has the points and what is left over.

/** What BERT gets out of an IPU, and what the host adds. */
export interface FittedConstants {
  /** Share of the matrix units' peak rate that products reach while they run. */
  readonly matmulShareOfPeak: number;
  /** Clock cycles that each matrix product of a pass takes whatever its size: exchange, synchronisation, control, and the small kernels beside it. */
  readonly cyclesPerProduct: number;
  /** Seconds that a call for a training step takes besides its work: the optimizer's settings are sent, streams start and end. */
  readonly hostSecondsPerTrainingCall: number;
  /** Seconds of the host to prepare one token of a sequence, without loader workers. */
  readonly hostSecondsPerToken: number;
}

/** Fitted to throughput. */
export const fitted: FittedConstants = {
  matmulShareOfPeak: 0.538,
  cyclesPerProduct: 16600,
  hostSecondsPerTrainingCall: 0.103,
  hostSecondsPerToken: 0.00000273,
};

/** What compilation takes with nothing in the cache. */
export interface FittedCompilation {
  /** Seconds of a training graph whatever its depth. */
  readonly baseSeconds: number;
  /** Seconds for each encoder layer of a training graph. */
  readonly secondsPerLayer: number;
  /** Share of a training graph’s time that the inference graph of the same model takes. */
  readonly inferenceShare: number;
}

/** Fitted to compile times. */
export const fittedCompilation: FittedCompilation = {
  baseSeconds: 139,
  secondsPerLayer: 18.6,
  inferenceShare: 0.292,
};
