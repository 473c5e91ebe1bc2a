// What the IPUs of a run would do: modelled from the pipeline, never measured.

import type { Experiment } from '../../config/fields.ts';
import type { IpuSample } from '../../shared/journal/event.ts';
import { expandLayersPerIpu } from '../ipu/layers.ts';
import { ipuUtilisation } from '../ipu/pipeline.ts';
import type { BertConfig } from '../model/config.ts';

/** The utilisation of every IPU of every replica during a weight update with sequences of these lengths, in tokens. */
export function modelledDevices(
  { training, ipu_config: ipu, data }: Experiment,
  model: BertConfig,
  lengths: readonly number[],
): IpuSample[] {
  const layersPerIpu = expandLayersPerIpu(ipu.layers_per_ipu, ipu.ipus_per_replica, model.num_hidden_layers);
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const utilisation = ipuUtilisation({
    model,
    layersPerIpu,
    gradientAccumulationSteps: training.gradient_accumulation_steps,
    microBatchSize: training.per_device_train_batch_size,
    sequenceLength: data.pad_to_max_length ? data.max_seq_length : meanLength,
    recomputeCheckpointEveryLayer: ipu.recompute_checkpoint_every_layer,
  });
  return Array.from({ length: ipu.replication_factor * layersPerIpu.length }, (_, index) => ({
    index,
    utilisation: utilisation[index % layersPerIpu.length]!,
  }));
}
