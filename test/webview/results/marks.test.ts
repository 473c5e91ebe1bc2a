// Where a paragraph is marked: true answers by their places, the prediction by its words, and what overlaps is both.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markAnswers, markPlace, type Piece } from '../../../webview/dashboard/results/marks.ts';

/** `[true] {predicted} <both>`. */
function show(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text, isTrue, isPredicted }) => {
      if (isTrue && isPredicted) return `<${text}>`;
      return isTrue ? `[${text}]` : isPredicted ? `{${text}}` : text;
    })
    .join('');
}

const context = 'the cat and the old cat sat';

test('true and predicted answers are marked, and where they overlap both', () => {
  const marked = markAnswers(context, [{ text: 'the old cat', start: 12 }], 'old cat sat');
  assert.equal(show(marked.pieces), 'the cat and [the ]<old cat>{ sat}');
  assert.equal(marked.occurrences, 1);
});

test('of several places of the predicted words the one at a true answer is taken, or the nearest to it', () => {
  const at = markAnswers(context, [{ text: 'old cat', start: 16 }], 'cat');
  assert.equal(show(at.pieces), 'the cat and the [old ]<cat> sat');
  assert.equal(at.occurrences, 2);
  assert.equal(
    show(markAnswers(context, [{ text: 'sat', start: 24 }], 'the').pieces),
    'the cat and {the} old cat [sat]',
  );
  const long = markAnswers('cat a b c old cat', [{ text: 'a b c old cat', start: 4 }], 'cat');
  assert.equal(show(long.pieces), 'cat [a b c old ]<cat>', 'at a true answer, although another place begins nearer');
  assert.equal(show(markAnswers(context, [], 'cat').pieces), 'the {cat} and the old cat sat');
});

test('places are counted in code points; a wrong one is where the words are', () => {
  assert.equal(show(markAnswers('🏔🏔 cat sat', [{ text: 'cat', start: 3 }], null).pieces), '🏔🏔 [cat] sat');
  assert.equal(show(markAnswers('a cat sat', [{ text: 'cat', start: 7 }], null).pieces), 'a [cat] sat');
  assert.equal(show(markPlace('🏔🏔 cat sat', 3, 6)), '🏔🏔 {cat} sat');
});

test('nothing is marked where there is nothing, and no text is lost', () => {
  for (const prediction of [null, '', 'dog']) {
    const { pieces } = markAnswers(context, [{ text: '', start: 0 }, { text: 'bird', start: 90 }], prediction); // prettier-ignore
    assert.equal(show(pieces), context);
  }
  assert.equal(show(markPlace(context, 0, 0)), context);
  assert.deepEqual(markAnswers('', [], null).pieces, []);
});
