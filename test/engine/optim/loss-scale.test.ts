import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthInterval, LossScale } from '../../../src/engine/optim/loss-scale.ts';

test('a fixed scale stays, whatever the gradients are', () => {
  const fixed = new LossScale({ scale: 64, automatic: false });
  assert.equal(fixed.accept(NaN), true);
  assert.equal(fixed.scale, 64);
  assert.equal(new LossScale({ scale: null, automatic: false }).scale, 1);
});

test('an automatic scale halves with each update that is not finite, and such an update is refused', () => {
  const automatic = new LossScale({ scale: null, automatic: true });
  assert.equal(automatic.scale, 65_536, 'as torch.amp.GradScaler');
  assert.equal(automatic.accept(Infinity), false);
  assert.equal(automatic.accept(NaN), false);
  assert.equal(automatic.accept(1), true);
  assert.equal(automatic.scale, 16_384);
});

test('it doubles after many good updates in a row, also across a resume', () => {
  const automatic = new LossScale({ scale: 8, automatic: true });
  for (let i = 1; i < growthInterval; i++) automatic.accept(1);
  automatic.accept(Infinity);
  assert.equal(automatic.scale, 4);
  for (let i = 1; i < growthInterval; i++) automatic.accept(1);
  assert.equal(automatic.scale, 4);
  const resumed = new LossScale({ scale: 8, automatic: true });
  resumed.restore(JSON.parse(JSON.stringify(automatic.state)));
  resumed.accept(1);
  assert.equal(resumed.scale, 8);
});
