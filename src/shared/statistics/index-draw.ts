// Seeded random positions for resampling: fast and the same everywhere. Not for training, whose numbers follow PyTorch's, and not for secrets.

/** Draws whole numbers from 0 to `count` − 1, each as likely as the others; the same seed draws the same (sfc32, Doty-Humphrey 2010). */
export class IndexDraw {
  readonly #count: number;
  readonly #state: Int32Array;

  constructor(seed: number, count: number) {
    this.#count = count;
    this.#state = Int32Array.of(0, 0, seed, 1);
    // The first draws of neighbouring seeds are alike.
    this.fill(new Uint32Array(15));
  }

  /** Fills `target` with the next draws. In one loop over local numbers it is several times as fast as one call for each. */
  fill(target: Uint32Array): void {
    let a = this.#state[0]!;
    let b = this.#state[1]!;
    let c = this.#state[2]!;
    let counter = this.#state[3]!;
    const scale = this.#count / 0x1_0000_0000;
    for (let i = 0; i < target.length; i++) {
      const drawn = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + drawn) | 0;
      target[i] = (drawn >>> 0) * scale;
    }
    this.#state.set([a, b, c, counter]);
  }
}
