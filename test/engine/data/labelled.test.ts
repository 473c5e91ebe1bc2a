// Rows and CoNLL text of the classifying tasks: what is read, and what is refused with its place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChoices } from '../../../src/engine/data/choices.ts';
import { parseLabelledTexts } from '../../../src/engine/data/labelled-texts.ts';
import { parseConll, parseTaggedRows } from '../../../src/engine/data/labelled-words.ts';
import { parseTextRows } from '../../../src/engine/data/rows.ts';

const texts = (text: string, name = 'f.csv') => parseLabelledTexts(parseTextRows(text, name));

test('texts are found by the names of GLUE', () => {
  assert.deepEqual(texts('label,sentence2,sentence1\nyes,b,a\n')[0], {
    first: 'a',
    second: 'b',
    label: 'yes',
    place: 'line 2: label',
  });
  assert.deepEqual(texts('idx\tquestion\tsentence\tlabel\n1\tq\ts\t0\n', 'f.tsv')[0]?.second, 's');
  assert.equal(texts('[{"text": "a", "label": 1.5}]', 'f.json')[0]?.second, null);
});

test('rows without texts or labels are refused', () => {
  assert.throws(() => texts('a,label\nx,1\n'), /f\.csv has no columns .*its columns are a, label/);
  assert.throws(
    () => texts('text,label\nx,1\ny,\n'),
    /f\.csv: line 3: label must be text or a number, but is the text ""/,
  );
  assert.throws(() => texts('[]', 'f.json'), /f\.json holds no rows/);
});

test('CoNLL text: the last column is the tag, -DOCSTART- and blank lines end a sentence', () => {
  const text = '-DOCSTART- -X- O O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\r\n\n \nPeter NNP B-NP B-PER';
  assert.deepEqual(parseConll(text, 'f.conll'), [
    { words: ['EU', 'rejects'], tags: ['B-ORG', 'O'], place: 'line 3' },
    { words: ['Peter'], tags: ['B-PER'], place: 'line 7' },
  ]);
  assert.throws(() => parseConll('a O\nb\n', 'f.conll'), /f\.conll: line 2: the word "b" has no tag/);
  assert.throws(() => parseConll('\n', 'f.conll'), /f\.conll holds no rows/);
});

test('rows of tokens and tags; numbers are tags only where the model names them', () => {
  const tagged = (row: object, known: readonly string[] | null = null) =>
    parseTaggedRows(parseTextRows(JSON.stringify([row]), 'f.json'), known);
  assert.deepEqual(tagged({ tokens: ['a', 'b'], tags: ['O', 'B-X'] })[0]?.tags, ['O', 'B-X']);
  assert.deepEqual(tagged({ tokens: ['a'], ner_tags: [1] }, ['O', 'B-X'])[0]?.tags, ['B-X']);
  assert.throws(() => tagged({ tokens: ['a'], ner_tags: [1] }), /ner_tags\[0\] must be the name of a tag/);
  assert.throws(() => tagged({ tokens: ['a', 'b'], tags: ['O'] }), /it has 2 words, but 1 tags/);
});

test('choices: as many as there are endings, and the label is one of them', () => {
  const rows = (label: number | string) =>
    parseChoices(
      parseTextRows(JSON.stringify([{ sent1: 'a', sent2: 'b', ending0: 'c', ending1: 'd', label }]), 'f.json'),
    );
  assert.deepEqual(rows('1'), [{ context: 'a', continuations: ['b c', 'b d'], label: 1 }]);
  assert.throws(() => rows(2), /label is 2, but the 2 choices are numbered 0 to 1/);
  assert.throws(() => parseChoices(parseTextRows('sent1,label\na,0\n', 'f.csv')), /its columns are sent1, label/);
});
