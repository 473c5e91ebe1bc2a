// Whatever stands in the names and texts of a run: its card is read back as it was written, and none of them breaks out.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { noMetadata } from '../../src/card/front-matter.ts';
import { escapeParagraph, escapeText, splitSections, unescapeText } from '../../src/card/markdown.ts';
import { parseModelCard } from '../../src/card/parse.ts';
import { renderModelCard } from '../../src/card/render.ts';
import { headings } from '../../src/card/wording.ts';
import { createRandom } from '../support/random.ts';
import { hostileFacts, hostileText, pieces } from './hostile.ts';

it('a card is read back as it was written', () => {
  const random = createRandom(11);
  for (let round = 0; round < 1500; round++) {
    const facts = hostileFacts(random);
    assert.deepEqual(parseModelCard(renderModelCard(facts)).facts, facts, `round ${round}`);
  }
});

it('no text makes a heading, a block or a line of its own', () => {
  const random = createRandom(12);
  const known: readonly string[] = Object.values(headings);
  for (let round = 0; round < 500; round++) {
    const facts = { ...hostileFacts(random), metadata: noMetadata };
    const sections = splitSections(renderModelCard(facts));
    const found = sections.filter(({ level }) => level > 1).map(({ heading }) => heading);
    assert.equal(sections.filter(({ level }) => level === 1).length, 1);
    assert.deepEqual(
      found,
      known.filter((heading) => found.includes(heading)),
      `round ${round}`,
    );
    const blocks = [facts.command, facts.ipuConfig, facts.results].filter((each) => each !== null).length;
    assert.equal(sections.flatMap((section) => section.blocks).length, blocks, `round ${round}`);
    const prose = sections.flatMap(({ lines }) => lines).join('\n');
    assert.doesNotMatch(prose, /<|\r|[^\P{Cc}\n]|[\u2028\u202e\ufeff]/u, `round ${round}`);
  }
});

it('text is text, at the beginning of a line too', () => {
  const random = createRandom(13);
  for (let round = 0; round < 3000; round++) {
    const text = round < pieces.length ? pieces[round]! : hostileText(random);
    for (const written of [escapeText(text), escapeParagraph(text)]) {
      assert.equal(unescapeText(written), text);
      assert.doesNotMatch(written, /[\n\r<>]|^[ \t]|[ \t]$/);
      assert.doesNotMatch(written.replaceAll(/\\[^]/g, ''), /[\\`*[\]~|$!]/, 'every mark has its backslash');
    }
    assert.doesNotMatch(escapeParagraph(text), /^(?:[-+=]|\d+[.)]|#|---)/);
  }
});

it('half of a character becomes the sign for none, and nothing else is lost', () => {
  const facts = { ...parseModelCard('# x').facts, title: 'a\ud800b', metadata: { ...noMetadata, license: '\udfff' } };
  const { facts: read } = parseModelCard(renderModelCard(facts));
  assert.deepEqual([read.title, read.metadata.license], ['a\ufffdb', '\ufffd']);
});

it('a text that is no card, or a torn one, is read without an error', () => {
  const random = createRandom(14);
  const card = readFileSync(join(import.meta.dirname, '../fixtures/cards/bert-base-uncased-squad.md'), 'utf8');
  for (let round = 0; round < 300; round++) {
    const at = random.below(card.length);
    const torn = card.slice(0, at) + hostileText(random) + card.slice(at + random.below(400));
    for (const text of [torn, hostileText(random), `---\n${hostileText(random)}\n---\n`]) {
      const { facts } = parseModelCard(text);
      assert.equal(typeof facts.title, 'string');
    }
  }
});

it('front matter that cannot be read is told, and the rest is read', () => {
  const bomb =
    'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]';
  for (const yaml of [bomb, 'a: [', '- a', '"'.repeat(3), `${'['.repeat(50_000)}`, 'x'.repeat(300_000)]) {
    const { facts, notices } = parseModelCard(`---\n${yaml}\n---\n# Title\n`);
    assert.equal(facts.title, 'Title');
    assert.deepEqual(facts.metadata, noMetadata, yaml.slice(0, 20));
    assert.equal(notices[0]?.kind, 'dropped', yaml.slice(0, 20));
  }
});
