// Warnings about time that is lost: to the host, to a pipeline that is not full, to uneven stages, in evaluation.

import type { PlanWarning } from '../../../shared/plan.ts';
import { isHostBound, judgeMemory, modelInference, paceOfInference } from '../evaluate.ts';
import { findAccumulationRemedies, findHostRemedies, findSplitRemedies } from '../remedies.ts';
import { figure } from '../words.ts';
import type { Check, WarningInput } from './check.ts';
import { duration, percent } from './words.ts';

// Shares of the time: below these, an IPU mostly waits, or the pipeline is mostly filling and running empty.
const idleShare = 0.5;
const largeBubble = 0.2;

/** The checks of pace. */
export const paceChecks: readonly Check[] = [hostBound, bubble, idleIpus, evaluationNotPipelined];

function hostBound({ worked }: WarningInput): PlanWarning | null {
  const { input } = worked;
  const pace = input.mode === 'training' ? worked.trainingPace : worked.inferencePace;
  if (!pace || !isHostBound(pace)) return null;
  const workers = input.dataloaderNumWorkers;
  const iterations = input.mode === 'training' ? 'device_iterations' : 'inference_device_iterations';
  const advice = workers < 8 ? 'Set dataloader_num_workers to 8 or more' : `Raise ${iterations}`;
  const isSync = input.dataloaderMode === 'sync';
  return {
    code: 'host-bound',
    severity: 'warning',
    message: `The host is slower than the IPUs: a step takes ${duration(pace.hostSeconds)} of loading and calling, and ${duration(pace.deviceSeconds)} of computing.`,
    hint: isSync
      ? `${advice}, or have dataloader_mode async, so that data are loaded while the IPUs work.`
      : `${advice}, so that ${workers < 8 ? 'data are loaded faster' : 'the host is called less often'}.`,
    fields: ['training.dataloader_num_workers', isSync ? 'training.dataloader_mode' : `ipu_config.${iterations}`],
    remedies: findHostRemedies(input),
  };
}

function bubble({ worked: { input, training }, pipeline }: WarningInput): PlanWarning | null {
  const enough = pipeline.gradientAccumulationFor90;
  if (!training || enough === null || pipeline.bubble <= largeBubble) return null;
  return {
    code: 'bubble-large',
    severity: 'warning',
    message: `Even the busiest IPU waits ${percent(pipeline.bubble)} of the time for the pipeline to fill and run empty.`,
    hint: `With gradient accumulation ${enough} it would work 90 % of the time; fewer IPUs for a replica help too.`,
    fields: ['training.gradient_accumulation_steps', 'ipu_config.layers_per_ipu'],
    remedies: findAccumulationRemedies(input, enough),
  };
}

function idleIpus({ worked: { input, training } }: WarningInput): PlanWarning | null {
  if (!training || training.stages.length < 2) return null;
  const work = training.stages.map(({ forward, backward }) => forward + backward);
  const slowest = Math.max(...work);
  const idle = work.flatMap((seconds, ipu) => (seconds < idleShare * slowest ? [ipu] : []));
  if (idle.length === 0) return null;
  const most = percent(Math.max(...idle.map((ipu) => work[ipu]!)) / slowest);
  const hasNoLayers = idle.every((ipu) => ipu === 0 && training.placed[0]?.attention === 0);
  return {
    code: 'stages-uneven',
    severity: hasNoLayers ? 'info' : 'warning',
    message: `${idle.length === 1 ? `IPU ${idle[0]} has` : `IPUs ${idle.join(', ')} have`} at most ${most} of the slowest IPU’s work and ${idle.length === 1 ? 'waits' : 'wait'} for the rest of the time.`,
    hint: hasNoLayers
      ? 'It has no encoder layers, as in many published configurations; layers moved there would speed it up if memory allows.'
      : 'Place the layers more evenly.',
    fields: ['ipu_config.layers_per_ipu'],
    remedies: findSplitRemedies(input),
  };
}

/** Told only where fewer IPUs for each copy would do: then more copies evaluate at once. */
function evaluationNotPipelined({
  worked: { input, inference, inferencePace, machine },
}: WarningInput): PlanWarning | null {
  const { ipusPerReplica, replicationFactor } = input.inference;
  if (!inference || !inferencePace || ipusPerReplica < 2) return null;
  const replicas = ipusPerReplica * replicationFactor;
  const layout = { ...input.inference, layersPerIpu: [-1], ipusPerReplica: 1, replicationFactor: replicas };
  const alone = {
    ...input,
    blocksPerIpu: null,
    inference: { ...layout, embeddingSplitsPerIpu: null, projectionSplitsPerIpu: null },
  };
  const { memory: plans, microBatchSeconds } = modelInference(alone);
  const faster = paceOfInference(alone, microBatchSeconds).samplesPerSecond;
  const gain = judgeMemory(plans).verdict === 'fits' && faster > inferencePace.samplesPerSecond;
  const now = `${figure(Math.round(inferencePace.samplesPerSecond))} samples/s`;
  return {
    code: 'evaluation-not-pipelined',
    severity: 'info',
    message: `Evaluation is not pipelined: of the ${ipusPerReplica} IPUs of ${machine.inferenceReplicas === 1 ? 'the replica' : `each of ${figure(machine.inferenceReplicas)} replicas`} one works at a time (${now}).`,
    hint: gain
      ? `The model fits on one IPU for inference: inference_layers_per_ipu [-1] with inference_ipus_per_replica 1 and inference_replication_factor ${replicas} would evaluate ${figure(Math.round(faster))} samples/s.`
      : 'Layers on more IPUs do not make it faster; more replicas do.',
    fields: ['ipu_config.inference_layers_per_ipu', 'ipu_config.inference_replication_factor'],
    remedies: [],
  };
}
