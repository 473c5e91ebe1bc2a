// Remedies of broken rules, by the rule's code: changes that keep the rule and, where they can, the batch.

import type { Remedy } from '../../shared/plan.ts';
import { type Change, changeTo } from './change.ts';
import type { PlanInput } from './plan-input.ts';
import {
  leastAccumulation,
  longerPipelines,
  partsOf,
  shorterPipelines,
  smallerMicroBatch,
  wholePod,
  withAccumulation,
} from './proposals.ts';
import { remediesOf } from './remedies.ts';
import { errorsOf } from './rule-errors.ts';
import { counted } from './words.ts';

type Mend = (input: PlanInput) => Change[];

const mends: Readonly<Record<string, Mend>> = {
  'pipeline-not-filled': (input) => [
    ...smallerMicroBatch(input),
    ...shorterPipelines(input),
    withAccumulation(input, leastAccumulation(input.training.ipusPerReplica)),
  ],
  'pod-idle': wholePod,
  'pod-too-small': (input) => [fewerReplicas(input), ...longerPipelines(input), ...shorterPipelines(input)],
  'replicas-zero': shorterPipelines,
  'pod-not-a-multiple': (input) => [...longerPipelines(input), ...shorterPipelines(input)],
  'embedding-factor-does-not-divide': (input) => dividingFactors(input, 'embeddingSerializationFactor', 'embedding'),
  'projection-factor-does-not-divide': (input) => dividingFactors(input, 'projectionSerializationFactor', 'projection'),
  'matmul-list-length-wrong': oneProportion,
  'sharding-without-replicas': (input) => [
    changeTo(input, 'Leave out replicated tensor sharding', { replicatedTensorSharding: false }),
  ],
};

/** What mends the rule with this code; only changes after which it is kept. Takes a settled input. */
export function findMends(input: PlanInput, code: string): Remedy[] {
  const changes = Object.hasOwn(mends, code) ? mends[code]!(input) : [];
  return remediesOf(
    input,
    changes.filter((change) => !errorsOf(change.input).has(code)),
  );
}

function fewerReplicas(input: PlanInput): Change {
  const { ipusPerReplica } = input[input.mode];
  const replicas = Math.max(1, Math.floor((input.podIpus ?? 0) / ipusPerReplica));
  return changeTo(input, `${counted(replicas, 'replica')}, which makes the batch smaller`, {
    layout: { replicationFactor: replicas },
  });
}

function dividingFactors(
  input: PlanInput,
  key: 'embeddingSerializationFactor' | 'projectionSerializationFactor',
  name: string,
): Change[] {
  return partsOf(input.model.vocab_size).map((parts) =>
    changeTo(input, `Serialise the ${name} into ${parts}`, { layout: { [key]: parts } }),
  );
}

// The settled list is as long as it should be.
function oneProportion(input: PlanInput): Change[] {
  const { matmulProportion } = input[input.mode];
  const least = typeof matmulProportion === 'number' ? matmulProportion : Math.min(...matmulProportion);
  return [changeTo(input, `matmul_proportion ${least} for every IPU`, { layout: { matmulProportion: least } })];
}
