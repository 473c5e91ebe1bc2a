// `--n_ipu` and `--pod_type`: how many replicas they make of a layout.

import { countInferenceIpus, replicasOn } from '../../engine/ipu/ipu-config/derive.ts';
import type { PartialExperiment } from '../fields.ts';
import { podIpusOf } from '../plan-input.ts';
import { settleExperiment } from '../settle.ts';
import type { IpuValues } from './overrides.ts';

export interface Replicas {
  readonly replication_factor: number;
  readonly inference_replication_factor: number;
}

/** Replicas of training and evaluation on the machine that `ipu_config` names; undefined if it names none. */
export function replicasOfMachine(config: IpuValues): Replicas | undefined {
  const { ipu_config: ipu } = settleExperiment({ ipu_config: config } as PartialExperiment);
  const ipus = ipu.n_ipu ?? podIpusOf(ipu.pod_type);
  if (ipus === null) return undefined;
  // Too small a machine is a fault that is told elsewhere; what runs there still is one replica.
  const replicas = (ipusPerReplica: number): number => Math.max(1, replicasOn(ipus, ipusPerReplica));
  return {
    replication_factor: replicas(ipu.ipus_per_replica),
    inference_replication_factor: replicas(countInferenceIpus(ipu)),
  };
}
