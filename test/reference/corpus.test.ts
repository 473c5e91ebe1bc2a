// The whole of SQuAD against the reference: tokens, features, official scores of public predictions. The files are not shipped;
// IPUW_SQUAD names a folder that holds them (train-v1.1.json, dev-v1.1.json, dev-v2.0.json, xquad.en.json, predictions/*.json).

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildFeatures } from '../../src/engine/data/features.ts';
import { parseSquad, type SquadExample } from '../../src/engine/data/squad.ts';
import { parsePredictions } from '../../src/engine/eval/predictions.ts';
import { scoreV1, scoreV2 } from '../../src/engine/eval/squad-metric.ts';
import { sliceCodePoints } from '../../src/engine/text/code-points.ts';
import { Tokenizer } from '../../src/engine/text/tokenizer.ts';
import { readVocabulary } from '../engine/read.ts';
import { hashTokens } from '../engine/token-hash.ts';

const folder = process.env['IPUW_SQUAD'];
const tokenizer = new Tokenizer(readVocabulary());

/** Runs `check` if all `files` are there; otherwise the test is shown as skipped, with the reason. */
function corpusTest(name: string, files: readonly string[], check: (context: TestContext) => void): void {
  const missing = folder === undefined ? undefined : files.find((file) => !existsSync(join(folder, file)));
  const reason =
    folder === undefined
      ? 'IPUW_SQUAD is not set: it names a folder with the SQuAD files'
      : missing !== undefined && `${missing} is not in ${folder}`;
  test(name, { skip: reason }, check);
}

function read(file: string): string {
  return readFileSync(join(folder ?? '', file), 'utf8');
}

function readExamples(file: string): readonly SquadExample[] {
  const { examples, notes } = parseSquad(read(file), file, { version2: file.includes('v2') });
  assert.deepEqual(notes, []);
  return examples;
}

interface Paragraph {
  readonly context: string;
  readonly qas: readonly { readonly question: string }[];
}

/** Paragraphs as they are in the file, with those that have no questions and those that occur twice. */
function readParagraphs(file: string): Paragraph[] {
  const { data } = JSON.parse(read(file)) as { data: { paragraphs: Paragraph[] }[] };
  return data.flatMap(({ paragraphs }) => paragraphs);
}

const tokens = {
  'dev-v1.1.json': {
    questions: [132_823, 'd5394e1bebf5f5d46896bd435981035d', 'ee684ce3c90f43f5f1fcf9ac0a9cbf7a'],
    contexts: [329_916, '1ab2d0545d951a4f3a96c89bb0e13519', 'deb72906a276c650f4c44d0b329dd968'],
  },
  'train-v1.1.json': {
    questions: [1_076_366, '6a87961f265816f986307b03cfe19997', 'bae1c43957dbd07165621dc6b4f4786f'],
    contexts: [2_865_526, 'f03e24a2db6d67185617bf3bb2fd657f', '3b84d4d23fbdb87ba78e83dd80e68566'],
  },
} as const;

for (const file of ['dev-v1.1.json', 'train-v1.1.json'] as const) {
  corpusTest(`all tokens and offsets of ${file} are the reference's`, [file], () => {
    const paragraphs = readParagraphs(file);
    // The reference strips questions first, which moves their offsets.
    const texts = {
      questions: paragraphs.flatMap(({ qas }) => qas.map(({ question }) => question.trimStart())),
      contexts: paragraphs.map(({ context }) => context),
    };
    for (const kind of ['questions', 'contexts'] as const) {
      const { tokens: count, ids, offsets } = hashTokens(tokenizer, texts[kind]);
      assert.deepEqual([count, ids, offsets], tokens[file][kind], kind);
    }
  });
}

const featureCounts = [
  ['train-v1.1.json', 384, 128, 88_524],
  ['dev-v1.1.json', 384, 128, 10_784],
  ['dev-v1.1.json', 512, 128, 10_626],
  ['dev-v1.1.json', 384, 64, 10_766],
  ['dev-v1.1.json', 320, 128, 11_033],
  ['dev-v1.1.json', 256, 128, 12_097],
  ['dev-v2.0.json', 384, 128, 12_134],
  ['xquad.en.json', 384, 128, 1_219],
] as const;

for (const [file, maxSeqLength, docStride, count] of featureCounts) {
  corpusTest(`${file} at ${maxSeqLength}/${docStride} has ${count} features`, [file], () => {
    const features = buildFeatures(readExamples(file), tokenizer, { maxSeqLength, docStride, padToMaxLength: true });
    assert.equal(features.length, count);
  });
}

corpusTest(
  'labels of train-v1.1.json at 384/128 are run_qa.py’s, its quirk included',
  ['train-v1.1.json'],
  (): void => {
    const options = { maxSeqLength: 384, docStride: 128, padToMaxLength: true };
    const features = buildFeatures(readExamples('train-v1.1.json'), tokenizer, options);
    assert.equal(
      features.reduce((sum, { ids }) => sum + ids.length, 0),
      15_115_761,
    );
    const quirky = features.flatMap(({ startPosition, endPosition }, i) =>
      startPosition > endPosition ? [[i, startPosition, endPosition]] : [],
    );
    assert.deepEqual(quirky, [
      [17_379, 383, 42],
      [82_484, 383, 131],
    ]);
    const unlabelled = features.filter(({ startPosition, endPosition }) => startPosition === 0 && endPosition === 0);
    assert.equal(unlabelled.length, 740);
    assert.equal(
      features.reduce((sum, { startPosition }) => sum + startPosition, 0),
      6_959_470,
    );
    assert.equal(
      features.reduce((sum, { endPosition }) => sum + endPosition, 0),
      7_242_287,
    );
  },
);

corpusTest(
  'answers after characters outside the basic plane are labelled where they stand',
  ['train-v1.1.json'],
  () => {
    const astral = /[\u{10000}-\u{10ffff}]/u;
    const examples = readExamples('train-v1.1.json').filter(({ context, answers }) =>
      answers.some(({ start }) => astral.test(sliceCodePoints(context, 0, start))),
    );
    assert.equal(examples.length, 8);
    const features = buildFeatures(examples, tokenizer, { maxSeqLength: 384, docStride: 128, padToMaxLength: false });
    const found = new Set<number>();
    for (const { exampleIndex, startPosition, endPosition, offsets } of features) {
      const { context, answers } = examples[exampleIndex]!;
      if (endPosition === 0) continue;
      const span = sliceCodePoints(context, offsets[2 * startPosition]!, offsets[2 * endPosition + 1]!);
      assert.ok(span.includes(answers[0]!.text), `${span}: ${answers[0]!.text}`);
      found.add(exampleIndex);
    }
    assert.equal(found.size, 8);
  },
);

const scores = [
  ['dev-v1.1.json', 'v1.1-bert-ensemble', { exact_match: 86.20624408703878, f1: 92.19557978351145 }],
  ['dev-v1.1.json', 'v1.1-logistic-regression', { exact_match: 40.14191106906339, f1: 50.98153647324461 }],
  ['dev-v1.1.json', 'v1.1-slqa-ensemble', { exact_match: 81.94891201513718, f1: 88.38386312172166 }],
  [
    'dev-v2.0.json',
    'v2.0-bert-single',
    {
      exact: 78.74168280973637,
      f1: 81.77528052374723,
      HasAns_exact: 74.10593792172739,
      HasAns_f1: 80.18183293833508,
      NoAns_exact: 83.36417157275021,
      NoAns_f1: 83.36417157275021,
    },
  ],
  ['dev-v2.0.json', 'v2.0-nlnet-single', { exact: 75.82750779078582, f1: 78.77776770381462 }],
] as const;

for (const [dataset, name, expected] of scores) {
  const file = `predictions/${name}.json`;
  corpusTest(`${name} has its official score, to all digits`, [dataset, file], () => {
    const score = dataset === 'dev-v2.0.json' ? scoreV2 : scoreV1;
    const { figures } = score(readExamples(dataset), parsePredictions(read(file), file));
    const compared = Object.fromEntries(Object.keys(expected).map((key) => [key, figures[key]]));
    assert.deepEqual(compared, expected);
  });
}
