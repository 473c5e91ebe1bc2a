import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/shared/errors.ts';
import { createCaller, createNotifier, onNotifications, serve, type Port } from '../../src/shared/messages/channel.ts';

interface Sums {
  add: { readonly params: { readonly a: number; readonly b: number }; readonly result: number };
  fail: { readonly params: { readonly how: string }; readonly result: null };
  never: { readonly params: Record<string, never>; readonly result: null };
}

function line(): { left: Port; right: Port; sent: unknown[]; inject(message: unknown): void } {
  const listeners = { left: [] as ((m: unknown) => void)[], right: [] as ((m: unknown) => void)[] };
  const sent: unknown[] = [];
  const end = (own: 'left' | 'right', other: 'left' | 'right'): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      if (own === 'right') sent.push(copy);
      queueMicrotask(() => listeners[other].forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => void listeners[own].push(listener),
  });
  const inject = (message: unknown): void => listeners.right.forEach((listener) => listener(message));
  return { left: end('left', 'right'), right: end('right', 'left'), sent, inject };
}

function serveSums(port: Port): void {
  serve<Sums>(
    port,
    {
      add: ({ a, b }) => a + b,
      fail: ({ how }) => {
        if (how === 'expected') throw new AppError('too-hot', 'It is too hot.', 'Open a window.');
        throw new TypeError('no such thing');
      },
      never: () => new Promise(() => undefined),
    },
    {
      add: (params) => {
        const { a, b } = params as { a: unknown; b: unknown };
        if (typeof a !== 'number' || typeof b !== 'number') throw new Error('a and b must be numbers.');
        return { a, b };
      },
      fail: (params) => params as { how: string },
      never: () => ({}),
    },
  );
}

test('requests get their own answers, in any number at a time, and special floats survive', async () => {
  const { left, right } = line();
  serveSums(right);
  const request = createCaller<Sums>(left);
  const answers = await Promise.all([1, 2, 3].map((a) => request('add', { a, b: 10 })));
  assert.deepEqual(answers, [11, 12, 13]);
  assert.ok(Number.isNaN(await request('add', { a: NaN, b: 1 })));
});

test('an expected failure keeps its code and hint; an unexpected one is said to be our fault', async () => {
  const { left, right } = line();
  serveSums(right);
  const request = createCaller<Sums>(left);
  await assert.rejects(request('fail', { how: 'expected' }), (error: unknown) => {
    assert.ok(error instanceof AppError);
    assert.deepEqual([error.code, error.message, error.hint], ['too-hot', 'It is too hot.', 'Open a window.']);
    return true;
  });
  await assert.rejects(request('fail', { how: 'bug' }), { code: 'internal-error' });
});

test('wrong parameters and unknown names, also those of Object, get a clear error', async () => {
  const { left, right } = line();
  serveSums(right);
  const request = createCaller<Sums>(left) as (name: string, params: unknown) => Promise<unknown>;
  await assert.rejects(request('add', { a: 'x', b: 1 }), { code: 'bad-message', message: /add.*must be numbers/ });
  await assert.rejects(request('add', null), { code: 'bad-message' });
  for (const name of ['subtract', 'toString', '__proto__', 'constructor']) {
    await assert.rejects(request(name, {}), { code: 'unknown-message', message: new RegExp(name) });
  }
});

test('messages of a wrong shape are answered where they have an id and never throw', () => {
  const { right, sent, inject } = line();
  serveSums(right);
  const wrong = [null, 1, 'x', [], {}, { type: 'request' }, { type: 'request', id: '1', name: 'add' }, { id: NaN }];
  for (const message of wrong) inject(message);
  assert.deepEqual(sent, []);
  inject({ type: 'request', id: 4, name: 7 });
  inject({ type: 'order', id: 5 });
  assert.deepEqual(
    sent.map((message) => [(message as { type: string }).type, (message as { id: number }).id]),
    [
      ['error', 4],
      ['error', 5],
    ],
  );
});

test('fail rejects every pending and every later request', async () => {
  const { left, right } = line();
  serveSums(right);
  const request = createCaller<Sums>(left);
  const pending = [request('never', {}), request('never', {})];
  request.fail(new AppError('gone', 'The other side is gone.', 'Reload.'));
  for (const answer of pending) await assert.rejects(answer, { code: 'gone' });
  await assert.rejects(request('add', { a: 1, b: 1 }), { code: 'gone' });
});

test('a post that throws rejects that request only', async () => {
  const { left, right } = line();
  serveSums(right);
  const request = createCaller<Sums>(left) as (name: string, params: unknown) => Promise<unknown>;
  await assert.rejects(request('add', { a: () => 1, b: 1 }), { code: 'internal-error' });
  assert.equal(await request('add', { a: 1, b: 1 }), 2);
});

test('notifications reach their listener; unknown ones are passed over', async () => {
  const { left, right } = line();
  const seen: number[] = [];
  const done = Promise.withResolvers<void>();
  onNotifications<{ tick: { count: number }; done: null }>(left, {
    tick: ({ count }) => void seen.push(count),
    done: () => done.resolve(),
  });
  const notify = createNotifier<{ tick: { count: number }; toString: null; done: null }>(right);
  notify('tick', { count: 1 });
  notify('toString', null);
  notify('tick', { count: 2 });
  notify('done', null);
  await done.promise;
  assert.deepEqual(seen, [1, 2]);
});
