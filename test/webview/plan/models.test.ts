import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planConfiguration } from '../../../src/engine/ipu/plan.ts';
import { suggestConfigurations } from '../../../src/engine/ipu/search.ts';
import type { MemoryPlan, Plan, Remedy } from '../../../src/shared/plan.ts';
import { adviceModel } from '../../../webview/plan/models/advice.ts';
import { bannerModel } from '../../../webview/plan/models/banner.ts';
import { batchModel, sayLine } from '../../../webview/plan/models/batch.ts';
import { figureGroups } from '../../../webview/plan/models/figures.ts';
import { memoryParts, replicaModel } from '../../../webview/plan/models/memory.ts';
import { podModel } from '../../../webview/plan/models/pod.ts';
import { suggestionsModel } from '../../../webview/plan/models/suggestions.ts';
import { baseCard, largeTooFull, memoryOf, planWith, pretraining64, unplaceable } from './fixtures.ts';

const card = planConfiguration(baseCard);
const counted = { state: 'counted', note: '' } as const;
const withMemory = (memory: MemoryPlan, over: Partial<Plan> = {}): Plan => ({
  ...card,
  ipus: card.ipus.map((ipu) => ({ ...ipu, memory })),
  verdict: memory.verdict,
  ...over,
});

test('the verdict names the fullest IPU and what is left, or by how much it is too full', () => {
  const fits = bannerModel(withMemory(memoryOf(800e6, 900e6)));
  assert.deepEqual([fits.verdict, fits.headline], ['fits', 'Fits']);
  assert.equal(fits.detail, 'IPU 0 is the fullest: 100 MB of 900 MB free (11 %).');
  const full = bannerModel(withMemory(memoryOf(1250e6, 900e6), { fits: false }));
  assert.equal(full.detail, 'IPU 0 needs 1.25 GB, 350 MB more than its 900 MB.');
  assert.deepEqual([full.headline, full.bound], ['Does not fit', 'if it fitted']);
});

test('what fits in memory and would be refused is not said to fit', () => {
  const warning = { code: 'x', severity: 'error', message: 'Too few.', hint: '', fields: [], remedies: [] } as const;
  const model = bannerModel({ ...card, fits: false, warnings: [warning] });
  assert.deepEqual([model.refused, model.headline, model.detail], [true, 'Fits in memory, but cannot run', 'Too few.']);
});

test('what cannot be placed says why and has no speed', () => {
  const model = bannerModel(planConfiguration(unplaceable));
  assert.equal(model.verdict, 'unplaced');
  assert.match(model.detail, /places 14 encoder layers/);
  assert.deepEqual([model.samplesPerSecond, model.speed], [null, '–']);
});

test('the pod has every replica, what idles and what is missing', () => {
  const { replicas, idle, missingReplicas, caption } = podModel(card);
  assert.deepEqual([replicas, idle, missingReplicas, caption], [4, 0, 0, 'Pod of 16 IPUs · 16 in use']);
  const small = podModel({ ...card, machine: { ...card.machine, podIpus: 10 } });
  assert.deepEqual([small.replicas, small.missingReplicas, small.idle], [2, 2, 2]);
  assert.equal(small.caption, 'Pod of 10 IPUs · 8 in use · 2 idle · 8 missing');
  assert.match(podModel({ ...card, machine: { ...card.machine, podIpus: null } }).caption, /^16 IPUs in use/);
});

test('absurd pods are said, not drawn', () => {
  const huge = podModel({ ...card, machine: { ...card.machine, podIpus: 1e9, replicas: 1e8, ipusPerReplica: 4 } });
  assert.deepEqual([huge.replicas, huge.idle, huge.note], [128, 0, '128 replicas drawn']);
  const none = podModel({ ...card, machine: { ...card.machine, podIpus: 0, replicas: 0, ipusPerReplica: 0 } });
  assert.deepEqual([none.replicas, none.idle, none.replica.length], [0, 0, 0]);
  const odd = podModel({ ...card, machine: { ...card.machine, podIpus: 16, replicas: NaN, ipusPerReplica: 0 } });
  assert.deepEqual([odd.replicas, odd.idle], [0, 16]);
});

test('an IPU’s bar is its parts end to end, on one scale with the limit', () => {
  for (const input of [baseCard, largeTooFull, pretraining64]) {
    const { rows, limit } = replicaModel(planConfiguration(input).ipus, '');
    assert.ok(rows.length > 0);
    for (const row of rows) {
      let end = 0;
      for (const part of row.parts) {
        assert.ok(Math.abs(part.from - end) < 1e-9);
        end += part.length;
      }
      assert.ok(end <= 1 && limit <= 1);
      assert.equal(end > limit, row.margin.endsWith('over'), row.summary);
      assert.ok(Math.abs(row.parts.reduce((sum, { bytes }) => sum + bytes, 0) - row.totalBytes) < 1);
    }
  }
});

test('an IPU’s bricks are what lies on it', () => {
  const rows = replicaModel(card.ipus, '').rows;
  const walls = rows.map(({ bricks }) => bricks.map(({ label }) => label).join(' '));
  assert.deepEqual(walls, ['Emb', '0 1 2 3', '4 5 6 7', '8 9 10 11 QA']);
  const [ipu] = card.ipus;
  const halves = replicaModel([{ ...ipu!, layers: 2.5, contents: ['layers 3–5'] }], '').rows[0]!.bricks;
  assert.deepEqual(
    halves.map(({ label, width }) => [label, width]),
    [
      ['3', 1],
      ['4', 1],
      ['½', 0.5],
    ],
  );
  assert.equal(replicaModel([{ ...ipu!, layers: 1e6, contents: ['layers 0–999999'] }], '').rows[0]!.bricks.length, 1);
});

test('256 IPUs and none, odd bytes and none', () => {
  assert.equal(replicaModel(planWith(256).ipus, '').rows.length, 256);
  assert.deepEqual(replicaModel([], '').rows, []);
  const odd = withMemory({ ...memoryOf(NaN, 0), weightsBytes: Infinity, stashBytes: -5 });
  const { rows, limit } = replicaModel(odd.ipus, '');
  assert.ok(Number.isFinite(limit));
  for (const { parts } of rows) for (const { from, length } of parts) assert.ok(from >= 0 && length >= 0);
  assert.equal(rows[0]!.parts.length, memoryParts.length);
});

test('the model card’s batches as equations: 2 × 16 × 4 = 128, × 2 = 256; 345 steps; 2 × 4 × 4 = 32', () => {
  const { training, evaluation } = batchModel(card, counted);
  assert.deepEqual(training.map(sayLine), [
    'Micro-batch: 2 sequences',
    'Weight update: 2 micro-batch × 16 accumulation × 4 replicas = 128 sequences',
    'Step: 128 weight update × 2 device iterations = 256 sequences',
    'Epoch: 88,524 samples ÷ 256 per step = 345 steps',
  ]);
  assert.deepEqual(evaluation.map(sayLine).slice(1), [
    'Step: 2 micro-batch × 4 replicas × 4 device iterations = 32 sequences',
    'Evaluation: 10,784 samples ÷ 32 per step = 337 steps',
  ]);
  const epoch = training[3]!;
  assert.deepEqual(
    [epoch.result, ...epoch.more].map(({ name, value }) => [name, value]),
    [
      ['stepsPerEpoch', 345],
      ['updatesPerEpoch', 690],
      ['totalSteps', 1035],
      ['totalUpdates', 2070],
    ],
  );
});

test('samples that nobody has counted are unknown, not zero; packs are called packs', () => {
  const counting = { state: 'counting', note: 'Counting …' } as const;
  const model = batchModel(planConfiguration({ ...pretraining64, trainSamples: null }), counting);
  assert.deepEqual([model.counting, model.note], [true, 'Sizes count packs of 2 sequences on average. Counting …']);
  const epoch = model.training[3]!;
  assert.deepEqual([epoch.result.value, epoch.result.text, epoch.factors[0]?.text, epoch.more], [null, '?', '?', []]);
  assert.equal(model.training[1]?.unit, 'packs');
});

test('inference alone has no training lines and no epochs', () => {
  const plan = planConfiguration({ ...baseCard, mode: 'inference' });
  assert.deepEqual(batchModel(plan, counted).training, []);
  const names = figureGroups(plan).flatMap(({ figures }) => figures.map(({ name }) => name));
  assert.ok(!names.includes('epochSeconds') && !names.includes('updateSeconds'));
});

test('figures keep their full value; unknown ones are dashes; without a place there are none', () => {
  const figures = new Map(figureGroups(card).flatMap((group) => group.figures.map((one) => [one.name, one])));
  assert.equal(figures.get('updateSeconds')?.value, card.time.updateSeconds);
  assert.equal(figures.get('cost')?.value, card.cost?.run);
  const unknown = planConfiguration({ ...baseCard, trainSamples: null, pricePerIpuHour: null });
  const epoch = figureGroups(unknown)
    .flatMap((group) => group.figures)
    .find(({ name }) => name === 'epochSeconds');
  assert.deepEqual([epoch?.value, epoch?.text], [null, '–']);
  assert.deepEqual(figureGroups(planConfiguration(unplaceable)), []);
});

test('remedies carry their figures and numbers; a warning does not offer what the plan offers', () => {
  const remedy = (title: string, field: string, samplesPerSecond: number): Remedy => {
    return { title, edits: [{ field, value: [3, 7] }], verdict: 'fits', marginBytes: 83e6, samplesPerSecond };
  };
  const own = remedy('A', 'ipu_config.layers_per_ipu', card.throughput.samplesPerSecond * 1.12);
  const other = remedy('B', 'ipu_config.seed', card.throughput.samplesPerSecond);
  const fields = ['a', 'b', 'c', 'd'];
  const warning = { code: 'w', severity: 'warning', message: 'm', hint: '', fields, remedies: [own, other] } as const;
  const info = { ...warning, severity: 'info', code: 'i', remedies: [other] } as const;
  const model = adviceModel({ plan: { ...card, remedies: [own], warnings: [warning, info] }, problems: [] });
  assert.deepEqual(
    model.remedies.map(({ number, figures, writes }) => [number, figures, writes]),
    [[0, '+12 % samples/s, 83 MB free', 'ipu_config.layers_per_ipu: [3, 7]']],
  );
  assert.deepEqual(
    model.warnings.map((one) => [one.code, one.fields.length, one.remedies.map(({ number }) => number)]),
    [['w', 3, [1]]],
  );
  assert.deepEqual(
    model.remarks.map((one) => [one.code, one.remedies.map(({ number }) => number)]),
    [['i', [2]]],
  );
  assert.deepEqual(adviceModel({ plan: null, problems: [] }).warnings, []);
});

test('the front is drawn within its frame, the file’s own place beside it', () => {
  const found = suggestConfigurations(baseCard);
  const model = suggestionsModel(found, card);
  assert.equal(model.candidates.length, found.front.length);
  assert.ok(model.points.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1));
  assert.equal(model.points.filter(({ number }) => number === null).length, 1);
  assert.match(model.title, /128 sequences per weight update on 16 IPUs/);
  assert.ok(model.rejected.length > 0);
});

test('a suggestion that has been taken is the file’s own', () => {
  const found = suggestConfigurations(baseCard);
  const [best] = found.front;
  const ipus = best!.layersPerIpu.map((layers, index) => ({ ...card.ipus[0]!, index, layers }));
  const { microBatch, gradientAccumulationSteps, replicas, samplesPerSecond } = best!;
  const batch = { ...card.batch, microBatch, gradientAccumulationSteps, replicas };
  const taken = { ...card, ipus, batch, throughput: { ...card.throughput, samplesPerSecond } };
  const model = suggestionsModel(found, taken);
  assert.deepEqual(model.candidates.map(({ current }) => current).slice(0, 2), [true, false]);
  assert.ok(model.points.every(({ number }) => number !== null));
});

test('a search that finds nothing says so', () => {
  const model = suggestionsModel(
    { source: 'model', perUpdate: 7, podIpus: 4, looked: 12, front: [], rejected: [] },
    null,
  );
  assert.match(model.title, /^None of 12 configurations/);
  assert.deepEqual([model.points, model.candidates], [[], []]);
});
