// Batch sizes, gradient accumulation and learning rates: what fills the pipeline, what gives a usual batch, what was published.

import { modelTraining } from '../../engine/ipu/evaluate.ts';
import { findPlacementFault } from '../../engine/ipu/placeable.ts';
import { leastAccumulation } from '../../engine/ipu/proposals.ts';
import { accumulationForShare } from '../../engine/ipu/schedule.ts';
import type { Experiment } from '../fields.ts';
import { type Draft, tryValues } from './draft.ts';
import { counted, evaluationWords } from './render.ts';
import { planned } from './suggest-layout.ts';
import type { Suggestion } from './suggestion.ts';

/** Batches of a weight update that published recipes have. */
const usualBatches = [16, 32, 64, 128, 256, 512];
const microBatches = [1, 2, 4, 8, 16, 32];

/** For `gradient_accumulation_steps`, in the section where it stands. */
export function suggestAccumulation(section: 'training' | 'ipu_config') {
  return (draft: Draft): Suggestion[] => {
    const { input } = planned(draft);
    const { ipusPerReplica, replicationFactor } = input.training;
    const least = leastAccumulation(ipusPerReplica);
    const isPlaced = findPlacementFault(input, 'training') === null;
    const reasons = new Map<number, string[]>();
    const add = (steps: number, reason: string): void =>
      void reasons.set(steps, [...(reasons.get(steps) ?? []), reason]);
    if (ipusPerReplica > 1) {
      add(least, `the least that fills a pipeline of ${ipusPerReplica} IPUs: 2 × ${ipusPerReplica} − 1`);
      if (isPlaced)
        add(
          Math.max(least, accumulationForShare(modelTraining(input).stages, 0.9)),
          'the least with which the busiest IPU works 90 % of the time',
        );
    }
    for (const batch of usualBatches) {
      const steps = batch / (input.microBatchSize * replicationFactor);
      if (Number.isSafeInteger(steps) && steps >= least) add(steps, `${batch} sequences for each weight update`);
    }
    return [...reasons]
      .sort(([a], [b]) => a - b)
      .slice(0, 8)
      .map(([steps, why]) => {
        const changes =
          section === 'training'
            ? { training: { gradient_accumulation_steps: steps } }
            : { ipu_config: { gradient_accumulation_steps: steps } };
        const { evaluation } = tryValues(draft, changes);
        const update = input.microBatchSize * steps * replicationFactor;
        return {
          value: steps,
          kind: 'value',
          detail: `${update} sequences for each update${evaluation ? ` · ${evaluationWords(evaluation)}` : ''}`,
          documentation: `${why.map((each) => `- ${each}`).join('\n')}\n\nMicro-batch ${input.microBatchSize} × ${steps} × ${counted(replicationFactor, 'replica')} = ${update} sequences for each weight update. Speed and memory are modelled.`,
        };
      });
  };
}

/** For the micro-batch of training or of evaluation. */
export function suggestMicroBatches(name: 'per_device_train_batch_size' | 'per_device_eval_batch_size') {
  const isTraining = name === 'per_device_train_batch_size';
  return (draft: Draft): Suggestion[] =>
    microBatches.map((size) => {
      const { input, evaluation } = tryValues(draft, { training: { [name]: size } });
      const { replicationFactor } = input.training;
      const update = size * input.gradientAccumulationSteps * replicationFactor;
      const what = isTraining ? `${update} sequences for each update` : `${counted(size, 'sequence')} at a time`;
      const isShown = evaluation && (isTraining || input.mode === 'inference');
      return {
        value: size,
        kind: 'value',
        detail: isShown ? `${what} · ${evaluationWords(evaluation)}` : what,
        documentation: isTraining
          ? `${counted(size, 'sequence')} × gradient accumulation ${input.gradientAccumulationSteps} × ${counted(replicationFactor, 'replica')} = ${update} for each weight update. Speed and memory are modelled.`
          : `${counted(size, 'sequence')} pass through a replica at a time in evaluation.`,
      };
    });
}

interface Rate {
  readonly value: number;
  readonly source: string;
  readonly tasks: readonly Experiment['task'][];
}

const fineTuning = [
  'question-answering',
  'sequence-classification',
  'token-classification',
  'multiple-choice',
] as const;

/** Learning rates of published recipes. */
const publishedRates: readonly Rate[] = [
  {
    value: 9e-5,
    source: 'Graphcore/bert-base-uncased-squad, command line of the model card, batch 128',
    tasks: ['question-answering'],
  },
  {
    value: 6e-5,
    source: 'Graphcore/bert-base-uncased-squad, hyper-parameter list of the model card',
    tasks: ['question-answering'],
  },
  { value: 2e-4, source: 'Graphcore’s run of BERT-large on SQuAD, batch 256', tasks: ['question-answering'] },
  { value: 7e-5, source: 'optimum-graphcore’s question-answering example, batch 128', tasks: ['question-answering'] },
  { value: 5e-5, source: 'Hugging Face’s default; BERT paper, fine-tuning', tasks: fineTuning },
  { value: 3e-5, source: 'BERT paper, fine-tuning, batch 16 or 32', tasks: fineTuning },
  { value: 2e-5, source: 'BERT paper, fine-tuning, batch 16 or 32', tasks: fineTuning },
  {
    value: 6e-3,
    source: 'Graphcore’s pre-training of BERT-base, first phase: LAMB, batch 65,536',
    tasks: ['pretraining'],
  },
  { value: 1e-4, source: 'BERT paper, pre-training with Adam, batch 256', tasks: ['pretraining'] },
];

/** For `learning_rate`: those of the task first. */
export function suggestLearningRates({ experiment: { task } }: Draft): Suggestion[] {
  const isOfTask = ({ tasks }: Rate): boolean => tasks.includes(task);
  return [...publishedRates]
    .sort((a, b) => Number(isOfTask(b)) - Number(isOfTask(a)))
    .map(({ value, source }) => ({
      value,
      kind: 'value',
      detail: source,
      documentation: `Peak learning rate. ${source}.`,
    }));
}
