// The benchmarks' command line: what it accepts, what it selects, and what it says when it is wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listBenches } from '../../scripts/bench/contests.ts';
import { parseOptions, rivalCase, selectContests } from '../../scripts/bench/options.ts';
import { AppError } from '../../src/shared/errors.ts';

const names = ['features', 'step', 'train'];

function failure(args: readonly string[]): AppError {
  try {
    parseOptions(args, names);
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    return error;
  }
  assert.fail(`${args.join(' ')} was accepted`);
}

test('defaults: nothing chosen, three rounds, ours alone', () => {
  const { names: chosen, peer, json, profile, rounds, cases, features, folder } = parseOptions([], names);
  assert.deepEqual([chosen, peer, json, profile, rounds], [[], false, false, false, 3]);
  assert.deepEqual([cases, features, folder], [[], 1000, undefined]);
});

test('everything that can be given', () => {
  const args = 'train step --peer --json --rounds 5 --case minilm --case fp32 --features 16 --dir x --profile'.split(
    ' ',
  );
  assert.deepEqual(parseOptions(args, names), {
    names: ['step', 'train'],
    peer: true,
    json: true,
    profile: true,
    rounds: 5,
    cases: ['minilm', 'fp32'],
    features: 16,
    folder: 'x',
  });
});

test('all means all', () => {
  assert.deepEqual(parseOptions(['all'], names).names, names);
});

test('an unknown name is answered with the nearest one, or with all', () => {
  const near = failure(['trian']);
  assert.match(near.message, /no benchmark "trian"/);
  assert.equal(near.hint, 'Did you mean train?');
  assert.equal(failure(['xyzzy']).hint, 'There are features, step, train, and all.');
});

test('wrong options are named, with the usage as the remedy', () => {
  for (const [args, words] of [
    [['--rounds', '0'], /--rounds is "0"/],
    [['--features', '1e3'], /--features is "1e3"/],
    [['--pear'], /--pear/],
    [['--rounds'], /--rounds/],
  ] as const) {
    const { message, hint } = failure(args);
    assert.match(message, words);
    assert.match(hint, /^npm run bench -- NAME/);
  }
});

const step = listBenches().find(({ name }) => name === 'step')!;
const casesOf = (texts: readonly string[]) =>
  selectContests(step, texts).flatMap((contest) => contest.rivals.map(({ name }) => rivalCase(contest.case, name)));

test('--case keeps the figures whose names contain every text', () => {
  assert.equal(casesOf([]).length, 8);
  assert.deepEqual(casesOf(['minilm', 'no dropout', 'fp32']), ['minilm, 8x384, no dropout, against fp32']);
  assert.equal(casesOf(['step: bert-base']).length, 4);
  assert.deepEqual(casesOf(['nothing']), []);
});
