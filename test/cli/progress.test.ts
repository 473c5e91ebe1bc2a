import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProgressDisplay } from '../../src/cli/progress-display.ts';
import { renderProgressLine, renderRunLine } from '../../src/cli/progress-line.ts';
import type { RunProgress, RunSummary } from '../../src/shared/messages/runs.ts';

const bar = ['#', '-'] as const;
const progress: RunProgress = { phase: 'train', done: 123, total: 600, perSecond: 8.314, remainingMs: 57_400 };
const run: RunSummary = {
  runId: '20260101-000000-quick-start-abcd',
  name: 'quick-start',
  state: 'running',
  startedAt: 0,
  lastEventAt: 1,
  step: 123,
  progress,
  latest: { loss: 2.3141 },
  results: {},
  points: 123,
};

describe('renderRunLine', () => {
  it('says phase, share, steps, loss, speed and time left', () => {
    assert.equal(
      renderRunLine(run, 200, bar),
      'Training ####-------------------- 123/600 · loss 2.31 · 8.31 steps/s · 57 s left',
    );
  });

  it('is never wider than the terminal, and keeps what matters longest', () => {
    for (let columns = 0; columns <= 100; columns++) {
      const line = renderRunLine(run, columns, bar);
      assert.ok(line.length <= columns, `${line.length} > ${columns}`);
      if (columns >= 16) assert.match(line, /123\/600/);
    }
    assert.equal(renderRunLine(run, 60, bar), 'Training ##---------- 123/600 · loss 2.31 · 57 s left');
    assert.equal(renderRunLine(run, 40, bar), 'Training 123/600 · loss 2.31 · 57 s left');
  });

  it('says the state of a run that is not computing', () => {
    const { progress: _, ...queued } = { ...run, state: 'queued' as const };
    assert.equal(renderRunLine(queued, 80, bar), 'Queued');
    assert.equal(renderRunLine({ ...run, state: 'stopping' }, 80, bar), 'Stopping');
  });

  it('shows what is known when little is', () => {
    assert.equal(renderProgressLine({ phase: 'prepare', done: 0, total: 0 }, '', 80, bar), 'Preparing');
    assert.equal(renderProgressLine({ phase: 'evaluate', done: 9, total: 4 }, '', 80, bar).includes('-'), false);
    assert.equal(
      renderProgressLine({ phase: 'evaluate', done: 1, total: 2, perSecond: 123.4 }, '', 80, bar),
      'Evaluating ############------------ 1/2 · 123 features/s',
    );
  });
});

/** A display whose clock and output the test holds. */
function makeDisplay(isTTY: boolean) {
  const state = { text: '', now: 0 };
  const output = { isTTY, columns: 40, write: (text: string) => (state.text += text) };
  const display = new ProgressDisplay(output, () => state.now);
  const show = (now: number, line: string, phase = 'train') => {
    state.now = now;
    display.update(phase, (columns) => line.slice(0, columns));
  };
  return { state, display, show };
}

describe('ProgressDisplay', () => {
  it('redraws one line on a terminal, at most ten times a second, and removes it', () => {
    const { state, display, show } = makeDisplay(true);
    show(0, 'one');
    show(50, 'too soon');
    show(100, 'two');
    show(101, 'next phase', 'evaluate');
    assert.equal(state.text, '\r\u001b[Kone\r\u001b[Ktwo\r\u001b[Knext phase');
    display.note('said');
    assert.ok(state.text.endsWith('\r\u001b[Ksaid\nnext phase'));
    display.finish();
    assert.ok(state.text.endsWith('next phase\r\u001b[K'));
  });

  it('leaves the last column of the terminal free', () => {
    const { state, show } = makeDisplay(true);
    show(0, 'x'.repeat(100));
    assert.equal(state.text, `\r\u001b[K${'x'.repeat(39)}`);
  });

  it('writes plain lines every five seconds elsewhere', () => {
    const { state, display, show } = makeDisplay(false);
    show(0, 'one');
    show(4999, 'too soon');
    show(5000, 'two');
    display.finish();
    assert.equal(state.text, 'one\ntwo\n');
  });
});
