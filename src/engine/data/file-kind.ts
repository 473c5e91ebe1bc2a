// What the first bytes of a dataset file say it is. Files that are certainly no dataset, but often lie where one should be, are refused
// by their name here: archives, web pages, Git LFS pointers.

import { notADataset } from './errors.ts';

const archives: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a zstd archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['an Arrow file', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
];

/** Whether the bytes are Parquet or may be text. Throws if they are something else. */
export function recogniseBytes(bytes: Uint8Array, fileName: string): 'parquet' | 'text' {
  for (const [name, magic] of archives) {
    if (!magic.every((byte, i) => bytes[i] === byte)) continue;
    throw notADataset(fileName, name, 'Unpack or convert it, and name the file with the rows (JSON, CSV or Parquet).');
  }
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200)).replace(/^\u00ef\u00bb\u00bf/, '');
  if (start.startsWith('PARE')) {
    throw notADataset(fileName, 'an encrypted Parquet file', 'Write it anew without encryption.');
  }
  if (start.startsWith('PAR1') || /\.parquet$/i.test(fileName)) {
    if (!start.startsWith('version https://git-lfs')) return 'parquet';
  }
  if (start.startsWith('version https://git-lfs')) {
    throw notADataset(fileName, 'a pointer of Git LFS, not the data', 'Run `git lfs pull` in its repository.');
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(start)) {
    throw notADataset(fileName, 'a web page', 'Download the file itself, not the page that shows it.');
  }
  return 'text';
}
