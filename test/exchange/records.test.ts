// Record files of TensorFlow: checksums of known values, and files that are torn, wrong or hostile.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { crc32c, maskedCrc32c } from '../../src/exchange/tensorboard/crc32c.ts';
import { parseTbEvent } from '../../src/exchange/tensorboard/event.ts';
import { frameRecord, mostRecordBytes, readRecords, type RecordRead } from '../../src/exchange/tensorboard/records.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-records-'));
});
after(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array): Promise<readonly RecordRead[]> {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  const records: RecordRead[] = [];
  for await (const each of readRecords(path)) records.push(each);
  return records;
}

const text = (each: RecordRead): string =>
  'data' in each ? Buffer.from(each.data).toString() : `${each.problem} at ${each.atByte}${each.isEnd ? ', end' : ''}`;
const record = (content: string): Uint8Array => frameRecord(Buffer.from(content));

/** A record whose header is whole and says this length. */
function headerOf(length: bigint): Uint8Array {
  const header = new Uint8Array(12);
  const view = new DataView(header.buffer);
  view.setBigUint64(0, length, true);
  view.setUint32(8, maskedCrc32c(header.subarray(0, 8)), true);
  return header;
}

it('computes the checksums of the standard', () => {
  // RFC 3720, appendix B.4.
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
});

it('reads records back, the empty one and those longer than a piece of the file too', async () => {
  const long = 'x'.repeat(3_000_000);
  const records = await read(Buffer.concat([record('one'), record(''), record(long), record('last')]));
  assert.deepEqual(records.map(text), ['one', '', long, 'last']);
});

it('a file that is cut off anywhere gives its whole records and says so', async () => {
  const whole = Buffer.concat([record('first'), record('second')]);
  const firstBytes = record('first').length;
  for (let cut = firstBytes + 1; cut < whole.length; cut++)
    assert.deepEqual((await read(whole.subarray(0, cut))).map(text), ['first', `the file ends in the middle of a record at ${firstBytes}, end`], `${cut}`); // prettier-ignore
  assert.deepEqual(await read(new Uint8Array()), []);
});

it('a record with a wrong checksum is passed over; after a wrong length nothing can be read', async () => {
  const bytes = Buffer.concat([record('first'), record('second'), record('third')]);
  const second = record('first').length;
  bytes[second + 13]! ^= 1;
  assert.deepEqual((await read(bytes)).map(text), ['first', `the checksum of a record does not match at ${second}`, 'third']); // prettier-ignore
  bytes[second] = 99;
  assert.deepEqual((await read(bytes)).map(text), ['first', `the checksum of a record’s length does not match at ${second}, end`]); // prettier-ignore
});

it('a length of any size takes no memory', async () => {
  for (const length of [BigInt(mostRecordBytes), 2n ** 40n, 2n ** 64n - 1n])
    assert.deepEqual((await read(Buffer.concat([headerOf(length), Buffer.from('few')]))).map(text), ['the file ends in the middle of a record at 0, end']); // prettier-ignore
});

it('a record that is too long is passed over and the next is read', async () => {
  const length = mostRecordBytes + 1;
  const records = await read(Buffer.concat([headerOf(BigInt(length)), new Uint8Array(length + 4), record('next')]));
  assert.deepEqual(records.map(text), ['a record of 67 MB is passed over at 0', 'next']);
});

it('bytes that are no event, and groups without end, are no event', () => {
  assert.equal(parseTbEvent(Uint8Array.of(0xff, 0xff, 0xff)), undefined);
  // A group begins in a group begins in a group …
  assert.equal(parseTbEvent(new Uint8Array(2_000_000).fill(0x4b)), undefined);
  // A summary that says it is longer than the record.
  assert.equal(parseTbEvent(Uint8Array.of(0x2a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1)), undefined);
});
