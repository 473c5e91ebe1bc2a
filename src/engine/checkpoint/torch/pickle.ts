// Reads Python pickles as data: a machine that knows only the instructions of tensors in dictionaries, and calls only functions that its
// caller gives. It can neither import nor run anything; whatever else a pickle asks for ends the reading with the name of it. Pure.

/** Why a pickle is not acceptable, in words that follow "it". */
export class PickleFault extends Error {}
/** The bytes end before the pickle does. */
export class PickleEnds extends PickleFault {}

/** What a pickle may refer to by name: called with the arguments, its result takes the place of the call. */
export type PickleFunction = (args: readonly unknown[]) => unknown;

export interface PickleHost {
  /** The thing of a Python module that a pickle names; throws if it has no business there. */
  readonly global: (module: string, name: string) => unknown;
  /** What a persistent id stands for. */
  readonly persistent: (id: unknown) => unknown;
}

/** A pickle's value and where it ends. Lists and tuples are arrays, dictionaries are maps, whole numbers numbers or bigints. */
export function readPickle(bytes: Uint8Array, start: number, host: PickleHost): { value: unknown; end: number } {
  const machine = new Machine(bytes, start, host);
  return { value: machine.run(), end: machine.at };
}

/** The instructions' codes, by the names of Python's pickletools. */
const opcode = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  BINFLOAT: 0x47,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  NONE: 0x4e,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  APPENDS: 0x65,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  SHORT_BINUNICODE: 0x8c,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
} as const;

const mark = Symbol('mark');

class Machine {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #host: PickleHost;
  readonly #memo = new Map<number, unknown>();
  #stack: unknown[] = [];

  constructor(bytes: Uint8Array, start: number, host: PickleHost) {
    this.at = start;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#host = host;
  }

  run(): unknown {
    for (;;) {
      const code = this.#uint8();
      if (code === opcode.STOP) return this.#pop();
      const instruction = this.#instructions.get(code);
      if (instruction === undefined) {
        throw new PickleFault(
          `has the instruction 0x${code.toString(16)} at byte ${this.at - 1}, which weights do not need`,
        );
      }
      instruction();
    }
  }

  /** Every instruction that is known. */
  readonly #instructions: ReadonlyMap<number, () => void> = new Map<number, () => void>([
    [opcode.PROTO, () => this.#protocol()],
    [opcode.FRAME, () => void this.#take(8)],
    [opcode.MARK, () => this.#push(mark)],
    [opcode.POP, () => void this.#pop()],
    [opcode.NONE, () => this.#push(null)],
    [opcode.NEWTRUE, () => this.#push(true)],
    [opcode.NEWFALSE, () => this.#push(false)],
    [opcode.BININT, () => this.#push(this.#view.getInt32(this.#take(4), true))],
    [opcode.BININT1, () => this.#push(this.#uint8())],
    [opcode.BININT2, () => this.#push(this.#view.getUint16(this.#take(2), true))],
    [opcode.BINFLOAT, () => this.#push(this.#view.getFloat64(this.#take(8)))],
    [opcode.LONG1, () => this.#push(this.#long(this.#uint8()))],
    [opcode.BINUNICODE, () => this.#push(this.#text(this.#uint32()))],
    [opcode.SHORT_BINUNICODE, () => this.#push(this.#text(this.#uint8()))],
    [opcode.BINSTRING, () => this.#push(this.#text(this.#uint32()))],
    [opcode.SHORT_BINSTRING, () => this.#push(this.#text(this.#uint8()))],
    [opcode.EMPTY_TUPLE, () => this.#push([])],
    [opcode.TUPLE, () => this.#push(this.#popMarked())],
    [opcode.TUPLE1, () => this.#push(this.#popLast(1))],
    [opcode.TUPLE2, () => this.#push(this.#popLast(2))],
    [opcode.TUPLE3, () => this.#push(this.#popLast(3))],
    [opcode.EMPTY_LIST, () => this.#push([])],
    [opcode.APPEND, () => this.#append(this.#popLast(1))],
    [opcode.APPENDS, () => this.#append(this.#popMarked())],
    [opcode.EMPTY_DICT, () => this.#push(new Map())],
    [opcode.SETITEM, () => this.#setItems(this.#popLast(2))],
    [opcode.SETITEMS, () => this.#setItems(this.#popMarked())],
    [opcode.BINPUT, () => this.#remember(this.#uint8())],
    [opcode.LONG_BINPUT, () => this.#remember(this.#uint32())],
    [opcode.MEMOIZE, () => this.#remember(this.#memo.size)],
    [opcode.BINGET, () => this.#push(this.#recall(this.#uint8()))],
    [opcode.LONG_BINGET, () => this.#push(this.#recall(this.#uint32()))],
    [opcode.GLOBAL, () => this.#push(this.#host.global(this.#line(), this.#line()))],
    [opcode.STACK_GLOBAL, () => this.#stackGlobal()],
    [opcode.BINPERSID, () => this.#push(this.#host.persistent(this.#pop()))],
    [opcode.REDUCE, () => this.#call()],
    [opcode.BUILD, () => this.#build()],
  ]);

  #protocol(): void {
    const version = this.#uint8();
    if (version > 5) throw new PickleFault(`is a pickle of version ${version}; versions up to 5 are known`);
  }

  #stackGlobal(): void {
    const [module, name] = this.#popLast(2);
    if (typeof module !== 'string' || typeof name !== 'string') throw new PickleFault('names a global that is no text');
    this.#push(this.#host.global(module, name));
  }

  #call(): void {
    const [called, args] = this.#popLast(2);
    if (typeof called !== 'function' || !Array.isArray(args)) throw new PickleFault('calls what cannot be called');
    this.#push((called as PickleFunction)(args));
  }

  /** Attributes of a dictionary, such as the versions of a model's modules, are of no use here. */
  #build(): void {
    this.#pop();
    if (!(this.#stack.at(-1) instanceof Map))
      throw new PickleFault('sets attributes of something else than a dictionary');
  }

  #append(items: readonly unknown[]): void {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw new PickleFault('appends to something else than a list');
    for (const item of items) list.push(item);
  }

  #setItems(items: readonly unknown[]): void {
    const map = this.#stack.at(-1);
    if (!(map instanceof Map) || items.length % 2 !== 0)
      throw new PickleFault('fills something else than a dictionary');
    for (let index = 0; index < items.length; index += 2) map.set(items[index], items[index + 1]);
  }

  #push(value: unknown): void {
    this.#stack.push(value);
  }

  #pop(): unknown {
    return this.#popLast(1)[0];
  }

  #popLast(count: number): unknown[] {
    const popped = this.#stack.splice(Math.max(0, this.#stack.length - count));
    if (popped.length < count || popped.includes(mark))
      throw new PickleFault('takes more from its stack than there is');
    return popped;
  }

  #popMarked(): unknown[] {
    const start = this.#stack.lastIndexOf(mark);
    if (start < 0) throw new PickleFault('takes more from its stack than there is');
    const popped = this.#stack.slice(start + 1);
    this.#stack.length = start;
    return popped;
  }

  #remember(index: number): void {
    if (this.#stack.length === 0) throw new PickleFault('remembers a value where there is none');
    this.#memo.set(index, this.#stack.at(-1));
  }

  #recall(index: number): unknown {
    if (!this.#memo.has(index)) throw new PickleFault(`recalls the value ${index}, which it never remembered`);
    return this.#memo.get(index);
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new PickleEnds('ends within a name');
    const text = this.#text(end - this.at);
    this.at += 1;
    return text;
  }

  #text(length: number): string {
    const start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  /** A whole number of any length in two's complement; more than eight bytes are no size of anything. */
  #long(length: number): number | bigint {
    const start = this.#take(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.#bytes[start + index]!);
    const signed = BigInt.asIntN(length * 8, value);
    return signed === BigInt(Number(signed)) && Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  #uint8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Steps over so many bytes and gives where they start. */
  #take(length: number): number {
    const start = this.at;
    if (length > this.#bytes.length - start) throw new PickleEnds('ends before its pickle does');
    this.at += length;
    return start;
  }
}
