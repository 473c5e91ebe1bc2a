import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findRun } from '../../src/cli/find-run.ts';
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
