// Pickles and zip archives made by hand, for the tests of the reader of pytorch_model.bin.

/** Instructions of a pickle: numbers are bytes, texts their UTF-8. */
export function pickleOf(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...Buffer.from(part)])));
}

export interface ZipPart {
  readonly name: string;
  readonly data: Uint8Array;
  /** Compression method, 0: as it is. */
  readonly method?: number;
  readonly flags?: number;
}

/** A zip archive with these entries, whose directory `change` may falsify. */
export function zipOf(parts: readonly ZipPart[], change: (directory: Buffer) => void = () => undefined): Uint8Array {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let position = 0;
  for (const { name, data, method = 0, flags = 0 } of parts) {
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(nameBytes.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(data.length, 24);
    entry.writeUInt16LE(nameBytes.length, 28);
    entry.writeUInt32LE(position, 42);
    locals.push(local, nameBytes, Buffer.from(data));
    entries.push(entry, nameBytes);
    position += 30 + nameBytes.length + data.length;
  }
  const directory = Buffer.concat(entries);
  change(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(position, 16);
  return Buffer.concat([...locals, directory, end]);
}
