import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findRun, findRunOrSweepToStop, findRunToResume, findSweep } from '../../src/cli/find-run.ts';
import type { RunSummary } from '../../src/shared/messages/runs.ts';

const runs = ['20260102-000000-b-0002', '20260101-000000-a-0001', '20260101-000000-a-00012'].map(
  (runId) => ({ runId }) as RunSummary,
);

describe('findRun', () => {
  it('takes an id, the beginning of one, or `last`', () => {
    assert.equal(findRun('20260101-000000-a-0001', runs).runId, '20260101-000000-a-0001');
    assert.equal(findRun('20260102', runs).runId, '20260102-000000-b-0002');
    assert.equal(findRun('last', runs).runId, '20260102-000000-b-0002');
  });

  it('refuses a beginning that several runs share, and names them', () => {
    assert.throws(() => findRun('20260101', runs), { code: 'run-ambiguous', message: /-0001, .*-00012/ });
  });

  it('names the run that was probably meant', () => {
    assert.throws(() => findRun('20260102-000000-b-0003', runs), {
      code: 'run-unknown',
      hint: 'Did you mean 20260102-000000-b-0002?',
    });
    assert.throws(() => findRun('%', runs), { code: 'run-unknown' });
  });
});

const sweepId = '20260101-000000-sweep-quick-zzzz';
const sweep = { sweepId, name: 'quick', index: 0, label: 'seed 1' };
const list = (...all: Partial<RunSummary>[]): RunSummary[] =>
  all.map((each, index) => ({ runId: `r${index}`, startedAt: -index, ...each }) as RunSummary);

describe('findRunToResume', () => {
  it('takes the newest that ended early, and leaves those of a sweep to the sweep', () => {
    const alone = { state: 'stopped' } as const;
    assert.equal(findRunToResume(undefined, list({ state: 'completed' }, alone, alone)).runId, 'r1');
    for (const state of ['stopped', 'lost'] as const) {
      const runs = list({ state, sweep }, alone);
      for (const wanted of [undefined, 'last'])
        assert.throws(() => findRunToResume(wanted, runs), {
          code: 'run-of-sweep',
          hint: new RegExp(`ipuw sweep --resume ${sweepId}`),
        });
      assert.equal(findRunToResume('r0', runs).runId, 'r0');
    }
  });

  it('passes over what a sweep is done with, and what was taken out of one that goes on', () => {
    const alone = { state: 'lost' } as const;
    assert.equal(findRunToResume(undefined, list({ state: 'failed', sweep }, alone)).runId, 'r1');
    assert.equal(findRunToResume(undefined, list({ state: 'stopped', sweep }, { state: 'running', sweep }, alone)).runId, 'r2'); // prettier-ignore
    assert.throws(() => findRunToResume(undefined, list({ state: 'failed', sweep })), {
      code: 'nothing-to-resume',
      hint: /ipuw resume r0/,
    });
  });
});

describe('findRunOrSweepToStop', () => {
  it('takes as `last` the newest run that is active, one that has begun before one that waits', () => {
    const last = (...states: RunSummary['state'][]) => findRunOrSweepToStop('last', list(...states.map((state) => ({ state })))); // prettier-ignore
    assert.deepEqual(last('completed', 'queued', 'running', 'running'), list({}, {}, { state: 'running' })[2]);
    assert.deepEqual(last('stopped', 'queued'), list({}, { state: 'queued' })[1]);
    assert.deepEqual(last('stopped', 'completed'), list({ state: 'stopped' })[0]);
  });

  it('takes the id of a sweep', () => {
    assert.equal((findRunOrSweepToStop(sweepId, list({ sweep })) as { sweepId: string }).sweepId, sweepId);
  });
});

describe('findSweep', () => {
  it('says how to launch one where there is none', () => {
    assert.throws(() => findSweep('last', list({})), { code: 'no-sweeps', hint: /ipuw sweep FILE/ });
    assert.throws(() => findSweep('none', list({ sweep })), { code: 'sweep-unknown' });
  });
});
