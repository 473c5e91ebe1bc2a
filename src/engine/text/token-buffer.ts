// A growing list of tokens in typed arrays: ids, and for each token the start and the end of its text.

/** Tokens one after the other; it grows as needed. */
export class TokenBuffer {
  /** Number of tokens. */
  length = 0;
  /** Token ids, [length or more]. */
  ids = new Int32Array(1024);
  /** Starts and ends, [length or more, 2]. */
  offsets = new Int32Array(2048);

  add(id: number, start: number, end: number): void {
    this.#reserve(1);
    this.ids[this.length] = id;
    this.offsets[2 * this.length] = start;
    this.offsets[2 * this.length + 1] = end;
    this.length += 1;
  }

  /** Adds the tokens from number `first` up to, not including, `end` of another buffer, their positions moved by `shift`. */
  addShifted(from: TokenBuffer, first: number, end: number, shift: number): void {
    this.#reserve(end - first);
    const { ids, offsets } = this;
    for (let token = first, to = this.length; token < end; token += 1, to += 1) {
      ids[to] = from.ids[token]!;
      offsets[2 * to] = from.offsets[2 * token]! + shift;
      offsets[2 * to + 1] = from.offsets[2 * token + 1]! + shift;
    }
    this.length += end - first;
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.ids.length) return;
    const size = Math.max(needed, 2 * this.ids.length);
    const [ids, offsets] = [new Int32Array(size), new Int32Array(2 * size)];
    ids.set(this.ids);
    offsets.set(this.offsets);
    this.ids = ids;
    this.offsets = offsets;
  }
}
