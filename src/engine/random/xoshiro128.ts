// Random bits as a function of a place: what is drawn for it depends on nothing that was drawn before, and so is the same after a resume.

/** xoshiro128** (Blackman and Vigna, 2018), its state hashed from whole numbers from 0 to 2³² − 1. */
export class Xoshiro128 {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(place: readonly number[]) {
    let hash = 0x9e3779b9;
    for (const part of place) hash = mix(hash ^ mix(part + 0x9e3779b9));
    this.#a = mix(hash + 1);
    this.#b = mix(hash + 2);
    this.#c = mix(hash + 3);
    this.#d = mix(hash + 4) | 1;
  }

  /** The next 32 random bits, as a signed integer. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }
}

/** The finaliser of MurmurHash3 (Appleby, 2011): every bit of the result depends on every bit of `x`. */
function mix(x: number): number {
  let hash = x | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
