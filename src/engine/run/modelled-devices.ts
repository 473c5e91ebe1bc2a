// What the IPUs of a run would do: modelled from the plan's stage times and memory, never measured. Power is not here: what is known of
// it is that of whole machines, and no source tells an IPU's share.

import type { Experiment } from '../../config/fields.ts';
import { planInputOf } from '../../config/plan-input.ts';
import type { IpuSample } from '../../shared/journal/event.ts';
import { placeLayout, timeTraining } from '../ipu/evaluate.ts';
import { planMemory } from '../ipu/memory.ts';
import type { BertConfig } from '../model/config.ts';

/**
 * Every IPU of every replica during a weight update with sequences of these lengths, in tokens. Utilisation follows the lengths; memory
 * does not, because it is laid out for the longest sequence when the program is compiled.
 */
export function modelledDevices(experiment: Experiment, model: BertConfig, lengths: readonly number[]): IpuSample[] {
  const { data, ipu_config: ipu } = experiment;
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const planned = { ...planInputOf(experiment), model, mode: 'training' as const };
  const input = { ...planned, sequenceLength: data.pad_to_max_length ? data.max_seq_length : meanLength };
  const placed = placeLayout(planned, 'training');
  const { busySeconds, pipelineSeconds } = timeTraining(input, placed);
  const memory = planMemory(planned, placed);
  return Array.from({ length: ipu.replication_factor * busySeconds.length }, (_, index) => {
    const ofReplica = index % busySeconds.length;
    const busy = busySeconds[ofReplica]!;
    return {
      index,
      // Rounding can take the busiest IPU a hair above the whole.
      utilisation: pipelineSeconds > 0 ? Math.min(1, busy / pipelineSeconds) : 0,
      memoryBytes: Math.round(memory[ofReplica]!.totalBytes),
    };
  });
}
