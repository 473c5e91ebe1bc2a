import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings, parseSettings, smoothingOf, toggleId } from '../../../webview/dashboard/curves/settings.ts';

test('settings come back as they were kept', () => {
  const kept = {
    ...defaultSettings,
    ...{ x: { kind: 'metric', name: 'grad_norm' } as const, smoothing: 'gaussian' as const, strength: 12, columns: 3 },
    ...{ pinned: ['loss'], custom: [{ x: 'loss', y: 'grad_norm' }], filter: 'lo', zoomMode: 'xy' as const },
  };
  assert.deepEqual(parseSettings(JSON.parse(JSON.stringify(kept))), kept);
});

test('whatever else a page remembers becomes the default, field by field', () => {
  for (const nonsense of [undefined, null, 7, 'x', [], { x: 'step', strength: 'much', pinned: [1] }]) {
    assert.deepEqual(parseSettings(nonsense), defaultSettings);
  }
  const half = parseSettings({
    x: { kind: 'metric' },
    smoothing: 'lowess',
    strength: 900,
    columns: -2,
    isLogX: true,
    custom: [{ x: 1 }],
  });
  assert.deepEqual(half, { ...defaultSettings, isLogX: true });
});

test('the slider’s strength is each smoother’s own measure, never one that hides the curve', () => {
  const at = (smoothing: 'ema' | 'gaussian' | 'mean', strength: number) =>
    smoothingOf({ ...defaultSettings, smoothing, strength });
  assert.equal(smoothingOf(defaultSettings), undefined);
  assert.deepEqual(at('ema', 60), { kind: 'ema', weight: 0.6 });
  assert.deepEqual(at('ema', 100), { kind: 'ema', weight: 0.999 });
  assert.deepEqual(at('gaussian', 0), { kind: 'gaussian', points: 1 });
  const mean = at('mean', 50);
  assert.ok(mean?.kind === 'mean' && mean.points % 2 === 1, 'a centred mean has a middle');
});

test('ids are added and taken away', () => {
  assert.deepEqual(toggleId(toggleId(['a'], 'b'), 'a'), ['b']);
});
