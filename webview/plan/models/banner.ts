// The verdict in words: whether the configuration fits, by how much, and how fast it would be. Pure.

import type { IpuPlan, Plan } from '../../../src/shared/plan.ts';
import { formatBytes, formatPercent, formatRate, plural } from '../../common/quantities.ts';

export type Verdict = 'fits' | 'tight' | 'does-not-fit' | 'unplaced';

export interface BannerModel {
  readonly verdict: Verdict;
  /** Fits in memory, and would be refused all the same. */
  readonly refused: boolean;
  readonly headline: string;
  /** Margin of the fullest IPU, or why there is none. */
  readonly detail: string;
  /** Sequences a second; null where nothing can be placed. */
  readonly samplesPerSecond: number | null;
  readonly speed: string;
  readonly bound: string;
  /** `16 × Bow, 4 replicas of 4 IPUs`. */
  readonly machine: string;
}

const headlines: Readonly<Record<Verdict, string>> = {
  fits: 'Fits',
  tight: 'Fits, but only just',
  'does-not-fit': 'Does not fit',
  unplaced: 'Cannot be placed',
};

export function bannerModel(plan: Plan): BannerModel {
  const verdict = plan.verdict ?? 'unplaced';
  const refused = (verdict === 'fits' || verdict === 'tight') && !plan.fits;
  const placed = verdict !== 'unplaced';
  const { samplesPerSecond, bound } = plan.throughput;
  return {
    verdict,
    refused,
    headline: refused ? 'Fits in memory, but cannot run' : headlines[verdict],
    detail: refused || !placed ? reason(plan) : describeFullest(plan),
    samplesPerSecond: placed ? samplesPerSecond : null,
    speed: placed ? formatRate(samplesPerSecond) : '–',
    bound: placed ? boundText(verdict, bound) : '',
    machine: describeMachine(plan),
  };
}

/** The IPU with the least margin: the verdict is its verdict. */
function fullestIpu({ ipus }: Pick<Plan, 'ipus'>): IpuPlan | undefined {
  return ipus.reduce<IpuPlan | undefined>(
    (worst, ipu) => (worst && worst.memory.marginBytes <= ipu.memory.marginBytes ? worst : ipu),
    undefined,
  );
}

function describeFullest(plan: Plan): string {
  const fullest = fullestIpu(plan);
  if (!fullest) return '';
  const { index, memory } = fullest;
  const { marginBytes, capacityBytes } = memory;
  if (marginBytes < 0) {
    const needs = `IPU ${index} needs ${formatBytes(memory.totalBytes)}`;
    return `${needs}, ${formatBytes(-marginBytes)} more than its ${formatBytes(capacityBytes)}.`;
  }
  const share = capacityBytes > 0 ? ` (${formatPercent(marginBytes / capacityBytes)})` : '';
  return `IPU ${index} is the fullest: ${formatBytes(marginBytes)} of ${formatBytes(capacityBytes)} free${share}.`;
}

/** The first error, which is the worst. */
function reason({ warnings }: Plan): string {
  const worst = warnings.find(({ severity }) => severity === 'error') ?? warnings[0];
  return worst?.message ?? 'The layers do not go onto the IPUs as they are written.';
}

function boundText(verdict: Verdict, bound: Plan['throughput']['bound']): string {
  if (verdict === 'does-not-fit') return 'if it fitted';
  return bound === 'host' ? 'held up by the host' : 'limited by the IPUs';
}

function describeMachine({ machine, mode }: Plan): string {
  const { name, replicas, ipusPerReplica, usedIpus } = machine;
  const layout = `${plural(replicas, 'replica')} of ${plural(ipusPerReplica, 'IPU')}`;
  return `${usedIpus} × ${name}, ${layout}${mode === 'inference' ? ', inference only' : ''}`;
}
