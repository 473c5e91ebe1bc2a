import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeFilter } from '../../../src/shared/filter/complete.ts';
import { asksForFlag, fieldsAskedFor, type Filter, type FilterNames } from '../../../src/shared/filter/filter.ts';
import { matches } from '../../../src/shared/filter/match.ts';
import { parseFilter } from '../../../src/shared/filter/parse.ts';
import { printFilter } from '../../../src/shared/filter/print.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { FieldValue } from '../../../src/shared/messages/store.ts';
import { createRandom } from '../../support/random.ts';

const nowMs = new Date(2026, 2, 2, 12, 0, 0).getTime();
const hourMs = 3_600_000;

const run: RunSummary = {
  runId: '20260302-100000-quick-start-cd34',
  name: 'Quick start',
  annotations: { tags: ['baseline', 'two words'], starred: true, notes: 'higher rate' },
  group: 'rates',
  state: 'completed',
  startedAt: nowMs - 30 * hourMs,
  lastEventAt: nowMs - 28 * hourMs,
  workedMs: 2 * hourMs,
  step: 375,
  latest: { loss: 0.4, eval_accuracy: 0.8, my_metric: NaN },
  results: { eval_f1: 88.5 },
  ranges: { loss: { min: 0.1, max: 5 }, eval_f1: { min: 60, max: 88.9 } },
  points: 375,
};
const fields: Readonly<Record<string, FieldValue>> = {
  'training.learning_rate': 3e-5,
  'training.seed': 42,
  'training.do_eval': true,
  'model.model_name_or_path': 'bert-large-uncased',
  'ipu_config.layers_per_ipu': '[3,7,7,7]',
};
const names: FilterNames = {
  metrics: ['my_metric', 'odd name'],
  fields: [...Object.keys(fields), 'training.max_steps', 'task'],
  tags: ['baseline', 'two words'],
};

function read(text: string): Filter {
  const parsed = parseFilter(text, names);
  if ('error' in parsed) throw new Error(`${text}: ${parsed.error.message} ${parsed.error.hint}`);
  return parsed.filter;
}

function holds(text: string, one: RunSummary = run): boolean {
  return matches(read(text), { run: one, nowMs, field: (path) => fields[path] ?? null });
}

function errorOf(text: string, known: FilterNames = names) {
  const parsed = parseFilter(text, known);
  if ('filter' in parsed) throw new Error(`${text} is a filter`);
  const { message, hint, offset, length } = parsed.error;
  return { message, hint, at: text.slice(offset, offset + length), offset };
}

test('each kind of condition is true of the run and its opposite is not', () => {
  const conditions = [
    ['quick', 'slow'],
    ['cd34', 'ef56'],
    ['"two words"', '"three words"'],
    ['state:completed', 'state:running'],
    ['is:completed', 'is:running'],
    ['is:starred', 'is:archived'],
    ['tag:Baseline', 'tag:base'],
    ['tag ~ base', 'tag !~ base'],
    ['name:start', 'name = start'],
    ['notes ~ "higher rate"', 'notes:lower'],
    ['loss < 0.5', 'loss < 0.3'],
    ['loss<0.5', 'loss>0.5'],
    ['min.loss <= 0.1', 'max.loss <= 0.1'],
    ['best.loss = 0.1', 'best.loss = 5'],
    ['best.eval_f1 >= 88.9', 'last.eval_f1 >= 88.9'],
    ['eval_f1 >= 88', 'eval_f1 < 88'],
    ['eval_accuracy >= 80%', 'eval_accuracy > 80%'],
    ['my_metric = nan', 'my_metric < 1'],
    ['training.learning_rate = 3e-5', 'training.learning_rate != 0.00003'],
    ['seed:42', 'seed:43'],
    ['do_eval = true', 'do_eval = false'],
    ['model ~ large', 'model ~ base'],
    ['model:large', 'model = large'],
    ['layers_per_ipu ~ 7,7', 'layers_per_ipu ~ 8'],
    ['started > 1d', 'started > 2d'],
    ['started < 2d', 'started < 1d'],
    ['started = 2026-03-01', 'started = 2026-02-28'],
    ['started:yesterday', 'started:today'],
    ['started >= 2026-03', 'started > 2026-03'],
    ['started >= 2026-03-01T06:00', 'started > 2026-03-01T06:00'],
    ['ended < 29h', 'ended < 1h'],
    ['duration > 1h30min', 'duration > 2h'],
    ['step = 375', 'step < 375'],
    ['not is:archived', 'not quick'],
    ['slow or quick', 'slow and quick'],
    ['(slow or quick) start', 'slow or quick archived'],
    ['QUICK AND NOT slow', 'quick not start'],
  ] as const;
  for (const [yes, no] of conditions) {
    assert.equal(holds(yes), true, yes);
    assert.equal(holds(no), false, no);
  }
});

test('what a run does not have compares with nothing', () => {
  for (const sign of ['<', '<=', '>', '>=', '=']) {
    assert.equal(holds(`eval_loss ${sign} 1`), false, sign);
    assert.equal(holds(`training.max_steps ${sign} 1`), false, sign);
  }
  assert.equal(holds('training.max_steps != 1'), true);
  assert.equal(holds('duration < 1d', { ...run, state: 'queued', workedMs: undefined as never }), false);
  assert.equal(holds('ended < 100d', { ...run, state: 'running' }), false);
});

test('a run that goes on has worked until now', () => {
  const active: RunSummary = { ...run, state: 'running', workedMs: hourMs, lastEventAt: nowMs - hourMs };
  assert.equal(holds('duration >= 2h', active), true);
  assert.equal(holds('is:active', active), true);
});

test('the empty text lets every run through', () => {
  assert.deepEqual(read('  '), { kind: 'everything' });
  assert.equal(holds(''), true);
});

test('each error names its place, the reason and the remedy', () => {
  const cases = [
    ['los < 1', 'los', /nothing called “los”/, /“loss”/],
    ['quick stat:running', 'stat', /nothing called “stat”/, /“state”/],
    ['min.los < 1', 'min.los', /min\.los/, /“min\.loss”/],
    ['training.learning_rat = 1', 'training.learning_rat', /nothing called/, /training\.learning_rate/],
    ['state:runing', 'runing', /never “runing”/, /“running”/],
    ['is:odd', 'odd', /never “odd”/, /starred, archived/],
    ['loss < many', 'many', /not a number/, /3e-5/],
    ['loss <', '', /compared with nothing/, /value/],
    ['state:', '', /compared with nothing/, /value/],
    ['loss ~ 3', '~', /cannot be compared by “~”/, /<=/],
    ['state < running', '<', /cannot be compared/, /= !=/],
    ['duration > 5', '5', /length of time/, /30min/],
    ['started > 2026-02-30', '2026-02-30', /neither a date/, /2026-03-01/],
    ['best.learning_rate > 1', 'best.learning_rate', /neither high nor low/, /min\.learning_rate/],
    ['(quick', '(', /not closed/, /Add \)/],
    ['quick)', ')', /No parenthesis is open/, /Remove it/],
    ['"quick', '"quick', /quotation mark/, /Add "/],
    ['quick and', '', /After “and”/, /condition/],
    ['or quick', 'or', /missing here/, /quotation marks/],
    ['()', ')', /condition is missing/, /condition/],
    ['< 3', '<', /what is compared/, /name in front/],
    ['model > large', 'large', /not a number/, /number/],
  ] as const;
  for (const [text, at, message, hint] of cases) {
    const error = errorOf(text);
    assert.equal(error.at, at, text);
    assert.match(error.message, message);
    assert.match(error.hint, hint);
  }
});

test('without lists of names, every metric and field is taken at its word', () => {
  assert.deepEqual(parseFilter('odd_metric < 1 and some.field = x'), {
    filter: {
      kind: 'all',
      of: [
        {
          kind: 'compare',
          subject: { kind: 'metric', name: 'odd_metric', aggregate: 'last' },
          comparison: '<',
          value: { kind: 'number', value: 1 },
        },
        {
          kind: 'compare',
          subject: { kind: 'field', path: 'some.field' },
          comparison: '=',
          value: { kind: 'text', text: 'x' },
        },
      ],
    },
  });
});

test('nesting has an end, and it is told before the stack ends', () => {
  for (const text of ['('.repeat(100_000), 'not '.repeat(100_000)]) assert.match(errorOf(text).message, /too deeply/);
});

test('what a filter needs is known before it is asked', () => {
  const filter = read('model ~ a or not (seed = 1 and is:archived)');
  assert.deepEqual(fieldsAskedFor(filter), ['model.model_name_or_path', 'training.seed']);
  assert.equal(asksForFlag(filter, 'archived'), true);
  assert.equal(asksForFlag(filter, 'starred'), false);
});

const pieces = [
  ...[
    'loss',
    'quick',
    'state',
    'is',
    'tag',
    'training.seed',
    'min.',
    'best.loss',
    'started',
    'duration',
    'and',
    'or',
    'not',
  ],
  ...[
    '(',
    ')',
    ' ',
    ' ',
    '"',
    '\\',
    ':',
    '<',
    '>=',
    '=',
    '!',
    '~',
    '!~',
    '3e-5',
    '50%',
    '2d',
    '2026-03-01',
    'nan',
    '"42"',
    'training.seed = ',
    '-',
    'é',
    '😀',
    '\n',
  ],
];

test('any text is a filter or an error within its bounds, and a filter printed and read again is the same', () => {
  const random = createRandom(7);
  let filters = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: random.below(12) }, () => random.pick(pieces)).join(random.pick(['', ' ']));
    const parsed = parseFilter(text, names);
    if ('error' in parsed) {
      const { offset, length, message, hint } = parsed.error;
      assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length, text);
      assert.ok(message !== '' && hint !== '', text);
      continue;
    }
    filters++;
    const printed = printFilter(parsed.filter);
    assert.deepEqual(parseFilter(printed, names), { filter: parsed.filter }, `${text} → ${printed}`);
    matches(parsed.filter, { run, nowMs, field: () => null });
  }
  assert.ok(filters > 1000, `${filters} filters`);
});

test('names, values and joining words are proposed where they may stand', () => {
  const propose = (text: string, caret = text.length) => {
    const { from, to, proposals } = completeFilter(text, caret, names);
    return proposals.map((proposal) => text.slice(0, from) + proposal.text + text.slice(to));
  };
  assert.ok(propose('').includes('state:'));
  assert.deepEqual(propose('sta').slice(0, 2), ['state:', 'started']);
  assert.deepEqual(propose('state:ru'), ['state:running']);
  assert.deepEqual(propose('quick state:ru'), ['quick state:running']);
  assert.deepEqual(propose('is:sta'), ['is:starred']);
  assert.deepEqual(propose('tag:tw'), ['tag:"two words"']);
  assert.ok(propose('learning_r').includes('training.learning_rate'));
  assert.deepEqual(propose('best.eval_f'), ['best.eval_f1']);
  assert.deepEqual(propose('best.learning_r'), []);
  assert.deepEqual(propose('loss < '), []);
  assert.deepEqual(propose('(sta other', 4).slice(0, 1), ['(state: other']);
});
