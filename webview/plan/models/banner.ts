// The verdict in words: whether the configuration fits, by how much, and how fast it would be. Pure.

import * as l10n from '@vscode/l10n';
import type { IpuPlan, Plan } from '../../../src/shared/plan.ts';
import { counted } from '../../common/counted.ts';
import { formatBytes, formatPercent, formatRate } from '../../common/quantities.ts';

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
  fits: l10n.t('Fits'),
  tight: l10n.t('Fits, but only just'),
  'does-not-fit': l10n.t('Does not fit'),
  unplaced: l10n.t('Cannot be placed'),
};

export function bannerModel(plan: Plan): BannerModel {
  const verdict = plan.verdict ?? 'unplaced';
  const refused = (verdict === 'fits' || verdict === 'tight') && !plan.fits;
  const placed = verdict !== 'unplaced';
  const { samplesPerSecond, bound } = plan.throughput;
  return {
    verdict,
    refused,
    headline: refused ? l10n.t('Fits in memory, but cannot run') : headlines[verdict],
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
    const [total, over, capacity] = [memory.totalBytes, -marginBytes, capacityBytes].map(formatBytes);
    return l10n.t('IPU {0} needs {1}, {2} more than its {3}.', index, total!, over!, capacity!);
  }
  const share = capacityBytes > 0 ? ` (${formatPercent(marginBytes / capacityBytes)})` : '';
  return l10n.t(
    'IPU {0} is the fullest: {1} of {2} free{3}.',
    index,
    formatBytes(marginBytes),
    formatBytes(capacityBytes),
    share,
  );
}

/** The first error, which is the worst. */
function reason({ warnings }: Plan): string {
  const worst = warnings.find(({ severity }) => severity === 'error') ?? warnings[0];
  return worst?.message ?? l10n.t('The layers do not go onto the IPUs as they are written.');
}

function boundText(verdict: Verdict, bound: Plan['throughput']['bound']): string {
  if (verdict === 'does-not-fit') return l10n.t('if it fitted');
  return bound === 'host' ? l10n.t('held up by the host') : l10n.t('limited by the IPUs');
}

function describeMachine({ machine, mode }: Plan): string {
  const { name, replicas, ipusPerReplica, usedIpus } = machine;
  const layout = l10n.t('{0} of {1}', counted.replicas(replicas), counted.ipus(ipusPerReplica));
  const whole = `${usedIpus} × ${name}, ${layout}`;
  return mode === 'inference' ? l10n.t('{0}, inference only', whole) : whole;
}
