import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFilter } from '../../../src/shared/filter/parse.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { parseTableView, type SortKey, type TableView } from '../../../src/shared/table-view.ts';
import { parseTags } from '../../../webview/dashboard/table/tags.ts';
import { columnChoices, columnOf, metricsOf, type CellContext } from '../../../webview/dashboard/table/columns.ts';
import { renderCsv } from '../../../webview/dashboard/table/csv.ts';
import { createLineCollector, sortRuns } from '../../../webview/dashboard/table/lines.ts';
import { choose, noSelection, withoutGone } from '../../../webview/dashboard/table/selection.ts';
import {
  firstView,
  withColumn,
  withKnownColumns,
  withMoved,
  withSort,
  withWidth,
} from '../../../webview/dashboard/table/view.ts';
import { collectListLines } from '../../../webview/dashboard/views/list-lines.ts';
import {
  allRuns,
  completed,
  failed,
  nowMs,
  queued,
  running,
  stopped,
} from '../../../webview/components/fixtures/runs.ts';
import { manyRuns } from './runs.ts';

const context: CellContext = {
  nowMs,
  field: (runId, path) => (path === 'training.seed' ? (runId === running.runId ? 7 : 42) : null),
};
const text = (id: string, run: RunSummary): string => columnOf(id)?.text(run, context) ?? 'no column';

function filterOf(typed: string) {
  const parsed = parseFilter(typed);
  if ('error' in parsed) throw new Error(parsed.error.message);
  return parsed.filter;
}

function collect(
  runs: readonly RunSummary[],
  view: Partial<TableView> = {},
  typed = '',
  closed: readonly string[] = [],
) {
  const request = {
    runs,
    view: { ...firstView(), ...view },
    filter: filterOf(typed),
    closed: new Set(closed),
    context,
  };
  return createLineCollector()(request);
}

test('a cell says what its column asks of the run', () => {
  assert.equal(text('state', failed), 'Failed');
  assert.equal(text('duration', completed), '1 min 3 s');
  assert.equal(text('progress', running), 'step 120/375');
  assert.equal(text('last:loss', running), '1.234');
  assert.equal(text('last:loss', queued), '');
  assert.equal(text('best:eval_f1', completed), '9.1 %');
  assert.equal(text('min:loss', { ...completed, ranges: { loss: { min: 0.01, max: 5 } } }), '0.01');
  assert.equal(text('best:loss', { ...completed, ranges: { loss: { min: 0.01, max: 5 } } }), '0.01');
  assert.equal(text('field:training.seed', running), '7');
  assert.equal(text('tags', { ...completed, annotations: { tags: ['a', 'b'] } }), 'a, b');
  for (const id of ['odd', 'median:loss', 'field:', ':', '']) assert.equal(columnOf(id), undefined, id);
});

test('columns sort by value, what is missing comes last either way, what ties stays newest first', () => {
  const ids = (runs: readonly RunSummary[]) => runs.map(({ runId }) => runId);
  const sorted = (...sort: SortKey[]) => sortRuns(allRuns, sort, context);
  const loss = (descending: boolean) => sorted({ column: 'last:loss', descending });
  assert.deepEqual(
    loss(false).map(({ latest }) => latest['loss']),
    [0.0312, 0.6, 0.6, 1.2345, undefined, undefined],
  );
  assert.deepEqual(
    loss(true).map(({ latest }) => latest['loss']),
    [1.2345, 0.6, 0.6, 0.0312, undefined, undefined],
  );
  assert.deepEqual(ids(loss(false)).indexOf(stopped.runId), 1);
  assert.deepEqual(ids(sorted()), ids(allRuns));
  const twice = sorted({ column: 'field:training.seed', descending: true }, { column: 'progress', descending: false });
  assert.equal(twice.at(-1)?.runId, running.runId);
  assert.deepEqual(
    twice.slice(0, 3).map(({ step }) => step),
    [0, 0, 212],
  );
});

test('an order from before changes nothing of the order', () => {
  const runs = manyRuns(300, nowMs);
  const sort = [{ column: 'name', descending: true }];
  const plain = sortRuns(runs, sort, context);
  const hint = plain.map(({ runId }) => runId).reverse();
  assert.deepEqual(sortRuns(runs, sort, context, hint), plain);
  assert.equal(plain[0]?.name, 'run 300');
  assert.equal(plain[291]?.name, 'run 9');
});

test('archived runs are there if they are asked for, and counted if not', () => {
  const archived = { ...failed, annotations: { archived: true } };
  const runs = [queued, archived, stopped];
  assert.equal(collect(runs).lines.length, 2);
  assert.equal(collect(runs).archived, 1);
  assert.equal(collect(runs, { archived: true }).lines.length, 3);
  assert.equal(collect(runs, {}, 'is:archived').lines.length, 1);
  assert.equal(collect(runs, {}, 'state:queued').archived, 0);
});

test('groups have headings, fold, and what belongs to none comes last', () => {
  const sweep = (index: number) => ({ sweepId: 's1', name: 'rates', index, label: `lr ${index}` });
  const runs = [queued, { ...running, sweep: sweep(0) }, { ...completed, group: 'g' }, { ...failed, sweep: sweep(1) }];
  const shown = ({ lines }: ReturnType<typeof collect>) =>
    lines.map((line) => (line.kind === 'group' ? `${line.label} ${line.count}` : line.run.state));
  const open = collect(runs, { groupBy: 'sweep' });
  assert.deepEqual(shown(open), ['rates 2', 'running', 'failed', 'g 1', 'completed', 'None 1', 'queued']);
  const key = open.lines[0]!.key;
  assert.deepEqual(shown(collect(runs, { groupBy: 'sweep' }, '', [key])).slice(0, 2), ['rates 2', 'g 1']);
  assert.deepEqual(shown(collect(runs, { groupBy: 'field:training.seed' })).slice(0, 3), [
    '42 3',
    'queued',
    'completed',
  ]);
});

test('a column sorts rising, falling, then not at all; besides others it keeps its place', () => {
  const view = firstView();
  const sorts = [false, false, false].reduce<TableView[]>(
    (all, add) => [...all, withSort(all.at(-1)!, 'name', add)],
    [view],
  );
  assert.deepEqual(
    sorts.map(({ sort }) => sort.map(({ descending }) => descending)),
    [[], [false], [true], []],
  );
  const two = withSort(withSort(view, 'name', false), 'state', true);
  assert.deepEqual(withSort(two, 'name', true).sort, [
    { column: 'name', descending: true },
    { column: 'state', descending: false },
  ]);
  assert.deepEqual(withSort(two, 'tags', false).sort, [{ column: 'tags', descending: false }]);
});

test('columns move, grow, hide and come back; the last one stays', () => {
  const ids = (view: TableView) => view.columns.map(({ id }) => id);
  const view = firstView();
  assert.deepEqual(ids(withMoved(view, 'name', -1)).slice(0, 3), ['state', 'name', 'starred']);
  assert.deepEqual(ids(withMoved(view, 'name', -99))[0], 'name');
  assert.equal(withWidth(view, 'name', 5).columns.find(({ id }) => id === 'name')?.width, 40);
  const without = withColumn(view, 'name', false);
  assert.equal(ids(without).includes('name'), false);
  assert.equal(ids(withColumn(without, 'name', true)).at(-1), 'name');
  const one = { ...view, columns: [{ id: 'name', width: 100 }] };
  assert.equal(withColumn(one, 'name', false), one);
  assert.deepEqual(ids(withKnownColumns({ ...one, columns: [{ id: 'gone', width: 1 }] })), ids(view));
});

test('a view is parsed from anything', () => {
  const view = withSort(firstView(), 'name', false);
  assert.deepEqual(parseTableView(JSON.parse(JSON.stringify(view))), view);
  for (const odd of [null, 1, {}, { ...view, sort: [1] }, { ...view, columns: 'x' }, { ...view, groupBy: 1 }]) {
    assert.equal(parseTableView(odd), undefined);
  }
  const twice = { ...view, columns: [...view.columns, { id: 'name', width: 1e9 }] };
  assert.deepEqual(parseTableView(twice)?.columns, view.columns);
});

test('clicks and keys select one, some and ranges', () => {
  const order = ['a', 'b', 'c', 'd'];
  const chosen = (selection: typeof noSelection) => [...selection.runIds].join('');
  const b = choose(noSelection, order, 'b', 'only');
  assert.equal(chosen(b), 'b');
  assert.equal(chosen(choose(b, order, 'd', 'range')), 'bcd');
  assert.equal(chosen(choose(choose(b, order, 'd', 'range'), order, 'a', 'range')), 'ab');
  assert.equal(chosen(choose(b, order, 'd', 'toggle')), 'bd');
  assert.equal(chosen(choose(b, order, 'b', 'toggle')), '');
  assert.equal(chosen(choose(noSelection, order, 'c', 'range')), 'c');
  assert.equal(chosen(withoutGone(choose(b, order, 'd', 'range'), (id) => id !== 'c')), 'bd');
});

test('a file has the columns’ ids, figures in full, and no formulas', () => {
  const columns = ['name', 'starred', 'last:eval_f1', 'tags'].flatMap((id) => columnOf(id) ?? []);
  const named = { ...completed, name: '=1+1, "x"', annotations: { tags: ['a', 'b'], starred: true } };
  assert.equal(
    renderCsv(columns, [named, queued], context),
    `name,starred,last:eval_f1,tags\r\n"'=1+1, ""x""",true,${completed.results['eval_f1']},"a, b"\r\nquick-start,false,,\r\n`,
  );
});

test('columns are found under runs, metrics and fields', () => {
  const choices = columnChoices(metricsOf(allRuns), ['training.seed']);
  assert.ok(choices.some(({ id, label }) => id === 'best:loss' && label === 'Loss, best'));
  assert.ok(!choices.some(({ id }) => id === 'best:learning_rate'));
  assert.ok(choices.some(({ id }) => id === 'field:training.seed'));
  for (const { id } of choices) assert.ok(columnOf(id), id);
});

test('tags are read between commas, each once', () => {
  assert.deepEqual(parseTags(' a, b c ,, a'), ['a', 'b c']);
});

test('the list shows headings of sweeps and groups, folds them, and leaves archived runs out', () => {
  const runs = [
    { ...queued, group: 'g' },
    { ...failed, annotations: { archived: true } },
    { ...stopped, group: 'g' },
  ];
  const request = { runs, filter: filterOf(''), closed: new Set<string>(), nowMs, field: () => null };
  const keys = collectListLines(request).map(({ key }) => key);
  assert.deepEqual(keys, ['group g', queued.runId, stopped.runId]);
  assert.deepEqual(
    collectListLines({ ...request, closed: new Set(['group g']) }).map(({ key }) => key),
    ['group g'],
  );
  assert.deepEqual(
    collectListLines({ ...request, filter: filterOf('is:archived') }).map(({ key }) => key),
    [failed.runId],
  );
});
