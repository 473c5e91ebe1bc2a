// The IPUs that one can plan for: what is known of the hardware, with its sources. What BERT gets out of it is fitted
// (fitted.ts); how configurations are timed is in time.ts.

import type { Chip } from '../../shared/plan.ts';

/** One kind of IPU and the machine it sits in. */
export interface Machine {
  /** What the chip is called. */
  readonly name: string;
  /** What it is bought and powered as. */
  readonly housing: string;
  readonly ipusPerMachine: number;
  readonly tiles: number;
  readonly sramBytesPerTile: number;
  readonly clockHz: number;
  /** Floating-point operations of the matrix unit of a tile in one cycle, 16-bit in and out. */
  readonly fp16FlopPerTileCycle: number;
  /** Of that rate, what is left where partial sums are kept in 32 bits. */
  readonly floatPartialsShareOfRate: number;
  /** Elements that a tile visits in one cycle outside of matrix products: layer norms, GELU, softmax, dropout, copies. */
  readonly elementsPerTileCycle: number;
  /** From an IPU to its neighbour in the pipeline, one direction. */
  readonly linkBytesPerSecond: number;
  /** Between an IPU and the memory beside it, in which off-chip state lies. */
  readonly streamingBytesPerSecond: number;
  /** Of a whole machine under typical load. */
  readonly typicalWatts: number;
  /** Of a whole machine at most. */
  readonly maxWatts: number;
}

// 1472 tiles of 624 KiB: IPU-POD16 and Bow-2000 data sheets; the bytes are those of Poplar's out-of-memory message.
const mk2 = {
  tiles: 1472,
  sramBytesPerTile: 638_976,
  // 64 multiply-adds: 250 TFLOP/s at 1.33 GHz, 350 at 1.85 GHz.
  fp16FlopPerTileCycle: 128,
  // Unverified: data sheets give 16-bit partial sums only (“FP16.16”).
  floatPartialsShareOfRate: 0.5,
  // Unverified, and set, not fitted: published figures do not tell it from the products' rate (anything from 0.4 up does about as
  // well). One element every two cycles is an eighth of what the 64-bit data path carries.
  elementsPerTileCycle: 0.5,
};

// docs.graphcore.ai Bow-2000 data sheet: IPU-Link 512 Gbit/s within a pod; links are those of the M2000.
const ipuLinkBytesPerSecond = 64e9;

// Unverified: no figure for Streaming Memory was found. Taken as two channels of DDR4-3200 shared by a machine's four IPUs.
const streamingBytesPerSecond = 12.8e9;

/** Every chip's machine. */
export const machines: Readonly<Record<Chip, Machine>> = {
  gc200: {
    ...mk2,
    name: 'Mk2 GC200',
    housing: 'IPU-M2000',
    ipusPerMachine: 4,
    // MLPerf Training 1.0 system description: 1330 MHz.
    clockHz: 1.33e9,
    linkBytesPerSecond: ipuLinkBytesPerSecond,
    streamingBytesPerSecond,
    // Unverified: the Bow-2000's typical power, times 1.16 (its gain in work per watt) over 1.4 (its gain in speed).
    typicalWatts: 1036,
    // Unverified: “1 PFLOP/s at 1.5 kW”, eenewseurope.com, Graphcore details power for Bow AI unit.
    maxWatts: 1500,
  },
  bow: {
    ...mk2,
    name: 'Bow',
    housing: 'Bow-2000',
    ipusPerMachine: 4,
    // MLPerf Training 2.0 system description: 1850 MHz.
    clockHz: 1.85e9,
    linkBytesPerSecond: ipuLinkBytesPerSecond,
    streamingBytesPerSecond,
    // Unverified: “an average power of 1.25 kW”, eenewseurope.com, Graphcore details power for Bow AI unit.
    typicalWatts: 1250,
    // Unverified: no figure was found; taken as the M2000's.
    maxWatts: 1500,
  },
  c600: {
    ...mk2,
    name: 'C600',
    housing: 'C600 card',
    ipusPerMachine: 1,
    // Derived from 280 TFLOP/s in 16 bits (bytedance/ByteMLPerf, IPU README); the data sheet gives no clock.
    clockHz: 280e12 / (1472 * 128),
    // Unverified: 1 Tbit/s over four links (same source), taken as both directions together; one link, one direction.
    linkBytesPerSecond: 15.625e9,
    // Unverified: the card has no memory beside the chip (data sheet); taken as the host's over eight lanes of its PCIe Gen4.
    streamingBytesPerSecond: 16e9,
    // docs.graphcore.ai C600 data sheet: thermal design power under typical workloads; the power is capped, at what is not said.
    typicalWatts: 185,
    maxWatts: 185,
  },
};

/**
 * IPUs of the systems that are sold and partitions that are given out: powers of two.
 * Source: docs.graphcore.ai IPU-POD and Bow Pod data sheets, V-IPU user guide.
 */
export const podSizes = [4, 8, 16, 32, 64, 128, 256] as const;

/** Cycles per second of all tiles of an IPU together. */
export function tileCyclesPerSecond({ tiles, clockHz }: Machine): number {
  return tiles * clockHz;
}
