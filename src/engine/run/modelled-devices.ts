// What the IPUs of a run would do: modelled from the plan's stage times, never measured.

import type { Experiment } from '../../config/fields.ts';
import { planInputOf } from '../../config/plan-input.ts';
import type { IpuSample } from '../../shared/journal/event.ts';
import { placeLayout, timeTraining } from '../ipu/evaluate.ts';
import type { BertConfig } from '../model/config.ts';

/** The utilisation of every IPU of every replica during a weight update with sequences of these lengths, in tokens. */
export function modelledDevices(experiment: Experiment, model: BertConfig, lengths: readonly number[]): IpuSample[] {
  const { data, ipu_config: ipu } = experiment;
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const input = {
    ...planInputOf(experiment),
    model,
    sequenceLength: data.pad_to_max_length ? data.max_seq_length : meanLength,
    mode: 'training' as const,
  };
  const { busySeconds, pipelineSeconds } = timeTraining(input, placeLayout(input, 'training'));
  return Array.from({ length: ipu.replication_factor * busySeconds.length }, (_, index) => {
    const busy = busySeconds[index % busySeconds.length]!;
    // Rounding can take the busiest IPU a hair above the whole.
    return { index, utilisation: pipelineSeconds > 0 ? Math.min(1, busy / pipelineSeconds) : 0 };
  });
}
