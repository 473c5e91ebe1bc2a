import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countParameters, estimateRunBytes } from '../../src/runner/disk-space.ts';
import { bertBaseUncased, bertLargeUncased } from '../../src/engine/model/config.ts';
import { questionAnswering } from '../../src/engine/model/heads/question-answering.ts';
import { elementsOfSpec } from '../../src/engine/model/parameters.ts';
import { makeExperiment } from './bench.ts';

describe('countParameters', () => {
  it('counts what the engine creates', () => {
    for (const config of [bertBaseUncased, bertLargeUncased]) {
      const specs = questionAnswering.parameters(config);
      const model = { ...makeExperiment('').model, ...config };
      assert.equal(
        countParameters(model),
        specs.reduce((sum, spec) => sum + elementsOfSpec(spec), 0),
      );
    }
  });
});

describe('estimateRunBytes', () => {
  it('counts weights and moments, twice where only one checkpoint is kept, not at all without training', async () => {
    const experiment = makeExperiment('');
    const withTraining = (training: Partial<typeof experiment.training>) =>
      estimateRunBytes({ ...experiment, training: { ...experiment.training, ...training } });
    const none = await withTraining({ do_train: false });
    const one = await withTraining({ save_total_limit: null });
    assert.equal(one - none, countParameters(experiment.model) * 12);
    assert.equal((await withTraining({ save_total_limit: 1 })) - none, countParameters(experiment.model) * 24);
  });
});
