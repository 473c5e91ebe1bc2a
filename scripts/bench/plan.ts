// Times a plan and a search for BERT-large on a POD16, in this process: node scripts/bench/plan.ts. Nothing is compared.

import { planInputOf } from '../../src/config/plan-input.ts';
import { settleExperiment } from '../../src/config/settle.ts';
import { planConfiguration } from '../../src/engine/ipu/plan.ts';
import { suggestConfigurations } from '../../src/engine/ipu/search.ts';
import { bertLargeUncased } from '../../src/engine/model/config.ts';
import { describeMachine } from './machine.ts';
import { timeOf } from './timing.ts';

const experiment = settleExperiment({
  model: { hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16, intermediate_size: 4096 },
  training: { per_device_train_batch_size: 2, gradient_accumulation_steps: 16 },
  ipu_config: { n_ipu: 16, layers_per_ipu: [3, 7, 7, 7], recompute_checkpoint_every_layer: true },
});
const input = { ...planInputOf(experiment, { train: 88_524, eval: 10_784 }), model: bertLargeUncased };

console.log(describeMachine(new Date()));
report('first plan', [timeOf(() => planConfiguration(input))]);
report('first search', [timeOf(() => suggestConfigurations(input))]);
report(
  'plan',
  rounds(200, () => planConfiguration(input)),
);
report(
  'search',
  rounds(10, () => suggestConfigurations(input)),
);
const { looked, front } = suggestConfigurations(input);
console.log(`the search looked at ${looked} configurations and shows ${front.length}`);

function rounds(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => timeOf(work));
}

function report(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  const rest =
    times.length > 1
      ? ` (median of ${times.length}; from ${sorted[0]!.toFixed(1)} to ${sorted.at(-1)!.toFixed(1)})`
      : '';
  console.log(`${what}: ${median.toFixed(1)} ms${rest}`);
}
