import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from '../../src/shared/journal/crc32.ts';
import type { EventBody, JournalEvent } from '../../src/shared/journal/event.ts';
import { decodeLine, encodeLine } from '../../src/shared/journal/line.ts';
import { parseEvent } from '../../src/shared/journal/parse.ts';
import { JournalReader, maxLineBytes, type BadLine, type JournalBatch } from '../../src/shared/journal/reader.ts';
import { createJournalWriter } from '../../src/shared/journal/writer.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const join = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parts.flatMap((part) => [...part]));

/** A line with a right checksum around any text. */
function frame(json: string): Uint8Array {
  return bytesOf(`${crc32(bytesOf(json)).toString(16).padStart(8, '0')} ${json}\n`);
}

const bodies: readonly EventBody[] = [
  { kind: 'hello', protocol: 1, runId: 'r', pid: 7, bootId: 'b', processStart: '123', host: 'höst 😀' },
  { kind: 'state', state: 'running' },
  {
    kind: 'metrics',
    step: 1,
    values: { loss: 0.1, ['__proto__']: 2, '': -0, nan: NaN, up: Infinity, down: -Infinity },
  },
  { kind: 'progress', phase: 'train', done: 1, total: 9, perSecond: 2.5, remainingMs: 3200 },
  { kind: 'ipu', step: 1, source: 'model', devices: [{ index: 0, utilisation: 0.5, memoryBytes: 9 }] },
  { kind: 'checkpoint', step: 1, path: 'checkpoints/checkpoint-1' },
  { kind: 'result', values: { eval_f1: 5e-324, big: 1.7976931348623157e308 } },
  { kind: 'log', level: 'warning', message: 'two\nlines \u0000 \u2028' },
  { kind: 'heartbeat' },
  { kind: 'end', state: 'failed', error: { code: 'c', message: 'm', hint: 'h' } },
];

function write(list: readonly EventBody[]): { lines: Uint8Array[]; events: JournalEvent[] } {
  const lines: Uint8Array[] = [];
  let clock = 1000;
  const writer = createJournalWriter({ append: (line) => void lines.push(line), now: () => clock++ });
  return { events: list.map((body) => writer.write(body)), lines };
}

function read(bytes: Uint8Array, reader = new JournalReader()): { events: JournalEvent[]; badLines: BadLine[] } {
  return collect([reader.push(bytes)]);
}

function collect(batches: readonly JournalBatch[]): { events: JournalEvent[]; badLines: BadLine[] } {
  return { events: batches.flatMap((b) => b.events), badLines: batches.flatMap((b) => b.badLines) };
}

test('CRC-32 gives the published check values', () => {
  const vectors: readonly (readonly [string, number])[] = [
    ['', 0],
    ['a', 0xe8b7be43],
    ['abc', 0x352441c2],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ];
  for (const [text, expected] of vectors) assert.equal(crc32(bytesOf(text)), expected, text);
  assert.equal(crc32(new Uint8Array(32)), 0x190a55ad);
  assert.equal(crc32(new Uint8Array(32).fill(0xff)), 0xff6cab0b);
});

test('a line is a checksum, a space, JSON and a newline, with special numbers as strings', () => {
  const line = textOf(encodeLine({ n: 3, time: 5, kind: 'metrics', step: 2, values: { a: NaN, b: -Infinity, c: -0 } }));
  assert.match(line, /^[0-9a-f]{8} \{.*\}\n$/);
  assert.equal(
    line.slice(9),
    '{"n":3,"time":5,"kind":"metrics","step":2,"values":{"a":"NaN","b":"-Infinity","c":-0}}\n',
  );
});

test('every kind of event comes back as it was written', () => {
  const { lines, events } = write(bodies);
  const back = read(join(lines));
  assert.deepEqual(back, { events, badLines: [] });
  assert.deepEqual(
    back.events.map((event) => event.n),
    bodies.map((_, n) => n),
  );
  const values = (back.events[2] as Extract<JournalEvent, { kind: 'metrics' }>).values;
  assert.ok(Object.is(values[''], -0));
  assert.ok(Object.hasOwn(values, '__proto__'));
});

test('cut at every byte, every whole line before the cut is read and the torn one is waited for', () => {
  const { lines, events } = write(bodies);
  const journal = join(lines);
  for (let cut = 0; cut <= journal.length; cut++) {
    const reader = new JournalReader();
    const first = reader.push(journal.subarray(0, cut));
    const whole = lines.filter((_, i) => lines.slice(0, i + 1).reduce((sum, l) => sum + l.length, 0) <= cut).length;
    assert.deepEqual(first, { events: events.slice(0, whole), badLines: [] }, `cut at ${cut}`);
    // On with the same reader, and with a new one from its position.
    const on = new JournalReader(reader.position).push(journal.subarray(reader.position.byteOffset));
    assert.deepEqual(on.events, events.slice(whole), `resumed at ${cut}`);
    assert.deepEqual(reader.push(journal.subarray(cut)), on);
  }
});

test('byte by byte gives the same as all at once', () => {
  const { lines, events } = write(bodies);
  const journal = join(lines);
  const reader = new JournalReader();
  const shared = new Uint8Array(1);
  const batches = [...journal].map((byte) => {
    shared[0] = byte;
    return reader.push(shared);
  });
  assert.deepEqual(collect(batches), { events, badLines: [] });
  assert.deepEqual(reader.position, {
    byteOffset: journal.length,
    nextLine: bodies.length + 1,
    nextN: bodies.length,
    unreadableLines: 0,
  });
});

test('any flipped bit is noticed: no wrong event is ever read, and all others are', () => {
  const { lines, events } = write(bodies.slice(1, 5));
  const journal = join(lines);
  for (let at = 0; at < journal.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = journal.slice();
      damaged[at] = (damaged[at] as number) ^ (1 << bit);
      const { events: back, badLines } = read(damaged);
      const sound = events.filter((event) => back.some((other) => other.n === event.n));
      assert.deepEqual(back, sound, `byte ${at} bit ${bit}`);
      const lastNewline = at === journal.length - 1;
      assert.ok(lastNewline || badLines.length > 0, `byte ${at} bit ${bit} is reported`);
      assert.ok(sound.length >= events.length - 2, `byte ${at} bit ${bit} costs at most two lines`);
    }
  }
});

test('bad lines are reported with their number and reason, and cost only themselves', () => {
  const { lines, events } = write(bodies.slice(0, 4));
  const [a, b, c, d] = lines as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const at = (n: number, rest: string): Uint8Array => frame(`{"n":${n},"time":1,${rest}}`);
  const cases: readonly (readonly [Uint8Array, RegExp])[] = [
    [bytesOf('garbage\n'), /does not begin with a checksum/],
    [bytesOf('00000000 {"n":2,"time":1,"kind":"heartbeat"}\n'), /checksum does not match/],
    [frame('{"n":2,'), /not JSON/],
    [frame('[1]'), /not an object/],
    [at(2, '"kind":"state","state":"lost"'), /state is "lost"/],
    [at(2, '"kind":"metrics","step":-1,"values":{}'), /step is -1/],
    [at(2, '"kind":"metrics","step":1,"values":{"a":"nan"}'), /values\["a"\] is "nan"/],
    [at(2, '"kind":"metrics","step":1,"values":{"a":null}'), /values\["a"\] is null/],
    [at(2, '"kind":"checkpoint","step":1,"path":"../../x"'), /inside the run folder/],
    [at(2, '"kind":"checkpoint","step":1,"path":"/etc"'), /inside the run folder/],
    [at(2, '"kind":7'), /kind is 7/],
    [frame('{"n":2,"kind":"heartbeat"}'), /time is/],
    [at(1, '"kind":"heartbeat"'), /repeats number 1; 2 is next/],
  ];
  for (const [line, reason] of cases) {
    const back = read(join([a, b, line, c, d]));
    assert.deepEqual(back.events, events, String(reason));
    assert.equal(back.badLines.length, 1, String(reason));
    assert.equal(back.badLines[0]?.line, 3);
    assert.match(back.badLines[0]?.reason ?? '', reason);
  }
});

test('missing numbers are reported once, and not when an unreadable line explains them', () => {
  const { lines, events } = write(bodies.slice(0, 4));
  const [a, , c, d] = lines as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const gap = read(join([a, d]));
  assert.deepEqual(gap.events, [events[0], events[3]]);
  assert.deepEqual(gap.badLines, [{ line: 2, reason: 'numbers 1 to 2 are missing before it' }]);
  const explained = read(join([a, bytesOf('zzz\n'), c, d]));
  assert.deepEqual(
    explained.badLines.map((bad) => bad.line),
    [2],
  );
  // The same when a second reader continues between the unreadable line and the next.
  const first = new JournalReader();
  first.push(join([a, bytesOf('zzz\n')]));
  assert.deepEqual(new JournalReader(first.position).push(c).badLines, []);
});

test('kinds that only a newer writer knows are passed over without a report', () => {
  const { lines, events } = write(bodies.slice(0, 2));
  const newer = frame('{"n":2,"time":1,"kind":"hologram","colour":"blue"}');
  const after = encodeLine({ n: 3, time: 1, kind: 'heartbeat' });
  const back = read(join([...lines, newer, after]));
  assert.deepEqual(back.badLines, []);
  assert.deepEqual(back.events, [...events, { n: 3, time: 1, kind: 'heartbeat' }]);
  assert.deepEqual(parseEvent({ n: 0, time: 0, kind: 'constructor' }), { newerKind: 'constructor', n: 0 });
});

test('a line that is too long is dropped while it arrives, reported, and the next one is read', () => {
  const reader = new JournalReader();
  const chunk = new Uint8Array(1024 * 1024).fill(0x61);
  for (let bytes = 0; bytes <= maxLineBytes; bytes += chunk.length) reader.push(chunk);
  assert.equal(reader.position.byteOffset, 0);
  const back = read(join([bytesOf('\n'), encodeLine({ n: 0, time: 1, kind: 'heartbeat' })]), reader);
  assert.equal(back.events.length, 1);
  assert.match(back.badLines[0]?.reason ?? '', /longer than/);
});

test('a writer that continues a torn journal loses nothing but the torn line', () => {
  const { lines, events } = write(bodies.slice(0, 3));
  const torn = join(lines).slice(0, -4);
  const more: Uint8Array[] = [torn];
  const writer = createJournalWriter({ append: (line) => void more.push(line), now: () => 9, next: 2 });
  const added = [writer.write({ kind: 'state', state: 'running' }), writer.write({ kind: 'heartbeat' })];
  const back = read(join(more));
  assert.deepEqual(back.events, [...events.slice(0, 2), ...added]);
  assert.deepEqual(
    back.badLines.map((bad) => bad.line),
    [3],
  );
});

test('after a failed append the next event is on a fresh line and takes a new number', () => {
  const parts: Uint8Array[] = [];
  let full = false;
  const append = (line: Uint8Array): void => {
    parts.push(full ? line.subarray(0, 5) : line);
    if (full) throw new Error('no space left');
  };
  const writer = createJournalWriter({ append, now: () => 1 });
  writer.write({ kind: 'heartbeat' });
  full = true;
  assert.throws(() => writer.write({ kind: 'heartbeat' }), /no space left/);
  full = false;
  assert.equal(writer.write({ kind: 'heartbeat' }).n, 2);
  const back = read(join(parts));
  assert.deepEqual(
    back.events.map((event) => event.n),
    [0, 2],
  );
  assert.deepEqual(
    back.badLines.map((bad) => bad.line),
    [2],
  );
});

test('fields that this version does not know are dropped, not kept', () => {
  const parsed = parseEvent({ n: 0, time: 1, kind: 'heartbeat', extra: 1 });
  assert.deepEqual(parsed, { event: { n: 0, time: 1, kind: 'heartbeat' } });
  assert.ok('reason' in decodeLine(bytesOf('')));
});
