// The cards that Graphcore published, read and written again: fact by fact the same, with what they contradict themselves on.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { parseModelCard } from '../../src/card/parse.ts';
import { renderModelCard } from '../../src/card/render.ts';

function published(name: string): string {
  return readFileSync(join(import.meta.dirname, '../fixtures/cards', `${name}.md`), 'utf8');
}

/** What stands between two lines of a text. */
function between(text: string, start: string, end: string): string {
  const [, rest] = text.split(start);
  assert.ok(rest !== undefined, `the text has ${JSON.stringify(start)}`);
  return rest.split(end)[0]!;
}

const hyperparameters = 'The following hyperparameters were used during training:\n';

describe('the card of bert-base-uncased-squad', () => {
  const original = published('bert-base-uncased-squad');
  const { facts, notices } = parseModelCard(original);
  const again = renderModelCard(facts);

  it('keeps its metadata to the letter', () => {
    assert.deepEqual(parse(between(again, '---\n', '\n---')), parse(between(original, '---\n', '\n---')));
    assert.equal(facts.metadata.license, 'apache-2.0');
    assert.deepEqual(facts.metadata.modelIndex, { name: 'Graphcore/bert-base-uncased-squad', results: [] });
  });

  it('keeps its command line to the letter', () => {
    assert.equal(between(again, 'Command line:\n\n```\n', '```'), between(original, 'Command line:\n\n```\n', '```'));
  });

  it('keeps its list of hyper-parameters to the letter', () => {
    assert.equal(between(again, hyperparameters, '\n\n'), between(original, hyperparameters, '\n\n'));
    assert.equal(facts.hyperparameters.length, 13);
  });

  it('keeps its results and versions', () => {
    const block = (text: string): unknown =>
      JSON.parse(between(between(text, '### Training results', '### '), '```\n', '```'));
    assert.deepEqual(block(again), block(original));
    assert.deepEqual(facts.results, { epoch: 3, eval_exact_match: 81.79754020813624, eval_f1: 88.84840994541061, eval_samples: 10784 }); // prettier-ignore
    assert.match(again, /"epoch": 3\.0,[^]*"eval_samples": 10784\n/, 'numbers are written as run_qa.py writes them');
    const versions = '### Framework versions\n\n';
    assert.equal(again.split(versions)[1], original.split(versions)[1]);
  });

  it('keeps what it says of model, data and machine', () => {
    assert.equal(facts.title, 'Graphcore/bert-base-uncased-squad');
    assert.deepEqual(facts.baseModel, { name: 'Graphcore/bert-base-uncased', onHub: true });
    assert.equal(facts.trainedOnData, 'squad');
    const [use, data, machine] = [/^This model is .*$/m, /^- \[HuggingFace.*$/m, /^Model was trained on .*$/m];
    for (const line of [use, data, machine]) assert.equal(line.exec(again)?.[0], line.exec(original)?.[0]);
    assert.equal(facts.description.length, 3);
  });

  it('keeps both values where it contradicts itself, and tells', () => {
    assert.match(
      again,
      /--learning_rate 9e-5 [^]*--warmup_ratio 0\.2 [^]*- learning_rate: 6e-05\n[^]*warmup_ratio: 0\.1\n/,
    );
    const told = notices.map(({ kind, name, message }) => [kind, name, message]);
    assert.deepEqual(told, [
      [
        'contradiction',
        'learning_rate',
        'The command line says learning_rate 9e-5, the list of hyper-parameters 6e-05.',
      ],
      ['contradiction', 'warmup_ratio', 'The command line says warmup_ratio 0.2, the list of hyper-parameters 0.1.'],
    ]);
  });

  it('is the same facts when it is read again', () => {
    assert.deepEqual(parseModelCard(again), { facts, notices });
  });

  it('is the same facts with the line ends of Windows', () => {
    assert.deepEqual(parseModelCard(`\uFEFF${original.replaceAll('\n', '\r\n')}`), { facts, notices });
  });
});

it('the card of bert-large-uncased-squad, which breaks off, has neither command nor results', () => {
  const { facts, notices } = parseModelCard(published('bert-large-uncased-squad'));
  assert.deepEqual(facts.baseModel, { name: 'Graphcore/bert-large-uncased', onHub: true });
  assert.equal(facts.trainedOnData, 'SQuAD');
  assert.equal(facts.machine?.device, '16 Graphcore Mk2 IPUs');
  assert.deepEqual([facts.command, facts.results, facts.ipuConfig], [null, null, null]);
  assert.deepEqual([facts.hyperparameters, facts.versions, notices], [[], [], []]);
  assert.deepEqual(parseModelCard(renderModelCard(facts)).facts, facts);
});
