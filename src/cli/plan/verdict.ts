// The answer of a plan in a few lines: whether it runs, how full, how fast.

import type { InferenceIpuPlan, IpuPlan, MemoryVerdict, Plan } from '../../shared/plan.ts';
import { renderPairs } from '../output.ts';
import { formatMargin, formatMegabytes, formatRate } from './figures.ts';

const words: Readonly<Record<MemoryVerdict, string>> = {
  fits: 'FITS',
  tight: 'FITS TIGHTLY',
  'does-not-fit': 'DOES NOT FIT',
};

const fullness: readonly MemoryVerdict[] = ['fits', 'tight', 'does-not-fit'];

/** The verdict in capitals, then memory and speed. */
export function renderVerdict(plan: Plan): string {
  const { verdict, fits, mode, throughput } = plan;
  if (verdict === null) return 'CANNOT BE PLACED';
  const isBlocked = !fits && verdict !== 'does-not-fit';
  const { samplesPerSecond, deviceSamplesPerSecond, evalSamplesPerSecond, bound } = throughput;
  const limit =
    bound === 'device'
      ? 'limited by the IPUs'
      : `limited by the host: the IPUs could do ${formatRate(deviceSamplesPerSecond)}`;
  const pairs: [string, string][] = [
    ['Memory', describeFullest(plan)],
    [mode === 'training' ? 'Training' : 'Inference', `${formatRate(samplesPerSecond)} sequences/s, ${limit}`],
    ...(mode === 'training'
      ? [['Evaluation', `${formatRate(evalSamplesPerSecond)} sequences/s`] satisfies [string, string]]
      : []),
  ];
  return `${isBlocked ? 'WILL NOT RUN' : words[verdict]}\n${renderPairs(pairs)}`;
}

/** The IPU that decides: the worst verdict, then the least margin. */
function describeFullest({ ipus, inferenceIpus, mode }: Plan): string {
  const isTraining = mode === 'training';
  const all = [
    ...(isTraining ? ipus.map((ipu) => ({ ipu, where: '' })) : []),
    ...inferenceIpus.map((ipu) => ({ ipu, where: isTraining ? ' in evaluation' : '' })),
  ];
  const rank = ({ ipu }: { ipu: IpuPlan | InferenceIpuPlan }): number => fullness.indexOf(ipu.memory.verdict);
  const [fullest] = all.toSorted((a, b) => rank(b) - rank(a) || a.ipu.memory.marginBytes - b.ipu.memory.marginBytes);
  if (!fullest) return 'nothing is placed';
  const { memory, index } = fullest.ipu;
  const size = `${formatMegabytes(memory.totalBytes)} of ${formatMegabytes(memory.capacityBytes)} MB`;
  return `IPU ${index} is the fullest${fullest.where}: ${size}, ${formatMargin(memory.marginBytes)}`;
}
