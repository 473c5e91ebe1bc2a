// Bytes of dataset files to rows: which format is recognised, where rows are said to stand, and with which words broken files are refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DataRows, parseRows } from '../../../src/engine/data/rows.ts';
import { AppError } from '../../../src/shared/errors.ts';

function bytesOf(text: string, encoding: BufferEncoding = 'utf8'): Uint8Array {
  return new Uint8Array(Buffer.from(text, encoding));
}

function read(content: string | Uint8Array, fileName: string): Promise<DataRows> {
  return parseRows(typeof content === 'string' ? bytesOf(content) : content, fileName);
}

async function refusal(content: string | Uint8Array, fileName: string): Promise<AppError> {
  try {
    await read(content, fileName);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const two = [{ text: 'a', label: 1 }, { text: 'b' }];
const lines = '{"text":"a","label":1}\n{"text":"b"}\n';

const accepted: readonly [what: string, file: string, content: string, places: readonly string[]][] = [
  ['a JSON list', 'x.json', JSON.stringify(two, undefined, 1), ['[0]', '[1]']],
  ['a list under "data"', 'x.json', JSON.stringify({ data: two }), ['data[0]', 'data[1]']],
  ['JSON Lines', 'x.jsonl', lines, ['line 1', 'line 2']],
  ['JSON Lines without a last line end', 'x.ndjson', lines.trimEnd(), ['line 1', 'line 2']],
  ['JSON Lines with Windows line ends', 'x.jsonl', lines.replaceAll('\n', '\r\n'), ['line 1', 'line 2']],
  ['JSON Lines with blank lines', 'x.jsonl', `\n${lines.replace('\n', '\n \n')}`, ['line 2', 'line 4']],
  ['JSON Lines called JSON', 'x.json', lines, ['line 1', 'line 2']],
  ['JSON called JSON Lines', 'x.jsonl', JSON.stringify(two, undefined, 1), ['[0]', '[1]']],
  ['JSON called CSV', 'x.csv', JSON.stringify(two), ['[0]', '[1]']],
  ['JSON with another name', 'dataset', JSON.stringify(two), ['[0]', '[1]']],
];

for (const [what, file, content, places] of accepted) {
  for (const mark of ['', '\ufeff']) {
    test(`reads ${what}${mark && ', with a byte order mark'}`, async () => {
      const { fileName, rows, notes } = await read(mark + content, file);
      assert.equal(fileName, file);
      assert.deepEqual(
        rows.map(({ fields }) => fields),
        two,
      );
      assert.deepEqual(
        rows.map(({ place }) => place),
        places,
      );
      assert.deepEqual(notes, []);
    });
  }
}

test('one line of JSON Lines is one row', async () => {
  assert.deepEqual((await read('{"text":"a"}', 'x.jsonl')).rows, [{ fields: { text: 'a' }, place: 'line 1' }]);
});

test('a line separator inside a text ends no line of JSON Lines', async () => {
  const { rows } = await read('{"text":"a\u2028b"}\n{"text":"c"}', 'x.jsonl');
  assert.deepEqual(rows[0]?.fields, { text: 'a\u2028b' });
  assert.equal(rows.length, 2);
});

for (const [encoding, mark] of [
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
] as const) {
  test(`reads ${encoding} with a byte order mark, and says so`, async () => {
    const bytes = Buffer.from('[{"text":"é😀"}]', 'utf16le');
    if (encoding === 'utf16be') bytes.swap16();
    const { rows, notes } = await read(new Uint8Array([...mark, ...bytes]), 'x.json');
    assert.deepEqual(rows[0]?.fields, { text: 'é😀' });
    assert.match(notes.join(), /UTF-16/);
  });
}

test('reads CSV: quotes, line ends and separators inside quotes; lines are counted over them', async () => {
  const text = 'id,text\n1,"say ""hi"",\nyou"\n\n2,plain\n3,\n';
  const expected = [
    { fields: { id: '1', text: 'say "hi",\nyou' }, place: 'line 2' },
    { fields: { id: '2', text: 'plain' }, place: 'line 5' },
    { fields: { id: '3', text: '' }, place: 'line 6' },
  ];
  assert.deepEqual((await read(text, 'x.csv')).rows, expected);
  const windows = (await read(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'x.csv')).rows;
  assert.deepEqual(
    windows.map(({ place }) => place),
    ['line 2', 'line 5', 'line 6'],
  );
  assert.equal(windows[0]?.fields['text'], 'say "hi",\r\nyou');
});

test('reads TSV, also without any quoting', async () => {
  const quoted = await read('a\tb\n"x\ty"\tz\n', 'x.tsv');
  assert.deepEqual(quoted.rows, [{ fields: { a: 'x\ty', b: 'z' }, place: 'line 2' }]);
  assert.deepEqual(quoted.notes, []);
  const literal = await read('a\tb\n"x\tsaid "no"\n', 'x.tsv');
  assert.deepEqual(literal.rows, [{ fields: { a: '"x', b: 'said "no"' }, place: 'line 2' }]);
  assert.match(literal.notes.join(), /quotes are read as text/);
});

test('semicolons for commas are recognised, and said', async () => {
  const { rows, notes } = await read('a;b\n1;2,5\n', 'x.csv');
  assert.deepEqual(rows, [{ fields: { a: '1', b: '2,5' }, place: 'line 2' }]);
  assert.match(notes.join(), /semicolons/);
});

test('plain text is a row a line', async () => {
  assert.deepEqual((await read('first\r\n\r\n[second]\n', 'x.txt')).rows, [
    { fields: { text: 'first' }, place: 'line 1' },
    { fields: { text: '[second]' }, place: 'line 3' },
  ]);
});

const webPage = '<!DOCTYPE html><html><body>404</body></html>';
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
const refused: readonly [what: string, file: string, content: string | Uint8Array, code: string, message: RegExp][] = [
  [
    'a broken line',
    'x.jsonl',
    '{"a":1}\n{"a":\n{"a":3}\n',
    'dataset-json-broken',
    /^x\.jsonl:2:6 .*the line breaks off/,
  ],
  [
    'many broken lines',
    'x.jsonl',
    '{"a":1}\nx\ny\n{}\nz\nz\nz\n',
    'dataset-json-broken',
    /^x\.jsonl:2:1 .* So are 4 more lines: 3, 5, 6, …\.$/,
  ],
  [
    'a line that is no object',
    'x.jsonl',
    '{"a":1}\n[2]\n',
    'dataset-json-broken',
    /^x\.jsonl:2 .*the line is a list, not an object/,
  ],
  ['a line torn off', 'x.jsonl', lines.slice(0, -6), 'dataset-json-broken', /^x\.jsonl:2:8 .*breaks off/],
  [
    'NaN',
    'x.json',
    '[\n {"text": "a", "label": NaN}]',
    'dataset-json-broken',
    /^x\.json:2:25 .*NaN is no number in JSON/,
  ],
  [
    'minus infinity',
    'x.jsonl',
    '{"label": 1}\n{"label": -Infinity}',
    'dataset-json-broken',
    /^x\.jsonl:2:11 .*-Infinity is no/,
  ],
  ['JSON cut off', 'x.json', '[{"text": "a"}, {"te', 'dataset-json-broken', /^x\.json:1:18 .*the file breaks off here/],
  [
    'JSON cut off between rows',
    'x.json',
    '[{"text": "a"},\n',
    'dataset-json-broken',
    /^x\.json:2:1 .*the file breaks off here/,
  ],
  ['an empty file', 'x.json', ' \n', 'dataset-json-broken', /^x\.json .*the file is empty/],
  ['an object without rows', 'x.json', '{"a": 1}', 'dataset-not-rows', /fields "a", and has no list "data"/],
  [
    'rows that are no objects',
    'x.json',
    '{"data": ["a"]}',
    'dataset-not-rows',
    /data\[0\] is the text "a", not an object/,
  ],
  [
    'too many values',
    'x.csv',
    'a,b\n1,2\n"3\n3",4,5\n',
    'dataset-csv-broken',
    /^x\.csv:3 .*3 values, but the header names 2 fields \(a, b\)/,
  ],
  ['too few values', 'x.csv', 'a,b\r\n"1\r\n1",2\r\n3\r\n', 'dataset-csv-broken', /^x\.csv:4 .*1 values/],
  ['a quote never closed', 'x.csv', 'a,b\n1,2\n3,"4\n5,6\n7,8\n', 'dataset-csv-broken', /^x\.csv:3 .*never closed/],
  ['text after a quote', 'x.csv', 'a,b\n1,"2"x\n', 'dataset-csv-broken', /^x\.csv:2 .*follows a closing quote/],
  ['a field named twice', 'x.csv', 'a,b,a\n1,2,3\n', 'dataset-csv-broken', /^x\.csv:1 .*"a" twice/],
  [
    'a line that is not UTF-8',
    'x.jsonl',
    bytesOf('{"a":"b"}\n{"a":"\xe9"}\n', 'latin1'),
    'dataset-not-text',
    /^x\.jsonl:2 .*not UTF-8/,
  ],
  ['UTF-16 without a mark', 'x.json', bytesOf('[]', 'utf16le'), 'dataset-not-text', /UTF-16 or binary/],
  ['broken UTF-16', 'x.json', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), 'dataset-not-text', /broken UTF-16/],
  ['UTF-32', 'x.json', new Uint8Array([0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0]), 'dataset-not-text', /UTF-32/],
  ['a gzip archive', 'x.json', new Uint8Array([0x1f, 0x8b, 8, 0]), 'dataset-other-file', /is a gzip archive/],
  ['a web page', 'x.json', webPage, 'dataset-other-file', /is a web page/],
  ['a pointer of Git LFS', 'x.parquet', pointer, 'dataset-other-file', /Git LFS/],
  ['an unknown format', 'x.dat', 'hello', 'dataset-format-unknown', /x\.dat is in no format/],
];

for (const [what, file, content, code, message] of refused) {
  test(`refuses ${what}, saying where and why`, async () => {
    const error = await refusal(content, file);
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    assert.notEqual(error.hint, '');
  });
}

test('JSON torn at any byte is refused with a place', async () => {
  const bytes = bytesOf(
    JSON.stringify([{ id: 'q1', text: 'é😀', label: 1.5, flag: true, nothing: null }], undefined, 1),
  );
  for (let length = 1; length < bytes.length; length += 1) {
    const error = await refusal(bytes.subarray(0, length), 'x.json');
    assert.match(error.message, /^x\.json:\d+(:\d+)? /, `${length} bytes: ${error.message}`);
  }
});

test('JSON nested too deeply for a parser is refused, not crashed on', async () => {
  const error = await refusal('['.repeat(1_000_000), 'x.json');
  assert.equal(error.code, 'dataset-json-broken');
});
