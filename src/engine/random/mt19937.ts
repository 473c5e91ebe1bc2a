// The Mersenne Twister as PyTorch's CPU generator uses it, with the three draws that training needs: permutations, normal and uniform
// numbers. Same seed, same numbers as PyTorch (Matsumoto and Nishimura, 1998; ATen/core/MT19937RNGEngine.h).

const size = 624;
const middle = 397;

/** A generator of 32-bit integers, seeded by a 32-bit integer. */
export class Mt19937 {
  readonly #state = new Uint32Array(size);
  #index = size;

  constructor(seed: number) {
    this.#state[0] = seed;
    for (let i = 1; i < size; i++) {
      const previous = this.#state[i - 1]!;
      this.#state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** The next integer, 0 to 2³² − 1. */
  nextUint32(): number {
    if (this.#index === size) this.#refill();
    let y = this.#state[this.#index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** The next float32 of `torch.rand`: 24 random bits, in [0, 1). */
  nextFloat(): number {
    return (this.nextUint32() & 0xffffff) * 2 ** -24;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }
}

/** `torch.randperm(n)`: a permutation of 0 to n − 1. */
export function randomPermutation(length: number, random: Mt19937): Int32Array {
  const permutation = Int32Array.from({ length }, (_, i) => i);
  for (let i = 0; i < length - 1; i++) {
    const j = i + (random.nextUint32() % (length - i));
    const swapped = permutation[i]!;
    permutation[i] = permutation[j]!;
    permutation[j] = swapped;
  }
  return permutation;
}

/** `tensor.normal_(0, deviation)` for at least 16 elements, as PyTorch draws it on the CPU (Box-Muller over blocks of 16). */
export function fillNormal(target: Float32Array, deviation: number, random: Mt19937): void {
  const length = target.length;
  const padded = length < 16 ? new Float32Array(16) : target;
  for (let i = 0; i < padded.length; i++) padded[i] = random.nextFloat();
  for (let i = 0; i + 16 <= padded.length; i += 16) normalBlock(padded, i, deviation);
  if (padded.length % 16 !== 0) {
    const last = padded.length - 16;
    for (let i = last; i < padded.length; i++) padded[i] = random.nextFloat();
    normalBlock(padded, last, deviation);
  }
  if (padded !== target) target.set(padded.subarray(0, length));
}

function normalBlock(data: Float32Array, start: number, deviation: number): void {
  for (let j = start; j < start + 8; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - data[j]!));
    const angle = 2 * Math.PI * data[j + 8]!;
    data[j] = radius * Math.cos(angle) * deviation;
    data[j + 8] = radius * Math.sin(angle) * deviation;
  }
}
