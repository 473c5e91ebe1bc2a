// What the tab says where there is nothing to draw, and of what time a figure speaks. Pure.

import * as l10n from '@vscode/l10n';
import type { Plan } from '../../../src/shared/plan.ts';
import { formatCount } from '../../common/quantities.ts';
import type { Quantity } from './quantities.ts';

/** Why there is no picture of a quantity. */
export function noIpusText(quantity: Quantity, active: boolean, plan: Plan | null): string {
  if (quantity === 'powerWatts') return noPowerText(plan);
  if (active) return l10n.t('Nothing was recorded yet: figures come with each entry of the log.');
  return quantity === 'utilisation'
    ? l10n.t('The utilisation of IPUs was not recorded.')
    : l10n.t('The memory of IPUs was not recorded.');
}

function noPowerText(plan: Plan | null): string {
  if (!plan) return l10n.t('Power was not recorded.');
  return l10n.t(
    'Power was not recorded. The model knows it for whole machines only: about {0} W for the {1} IPUs in use, modelled.',
    ...[formatCount(plan.energy.watts), formatCount(plan.machine.usedIpus)],
  );
}

/** Why the machine has no curves. */
export function noHostText(active: boolean): string {
  return active
    ? l10n.t('No figures yet: they come about once a second')
    : l10n.t('The run noted nothing of its machine');
}

/** Of what time a quantity speaks; the empty string where it needs no word. The model's utilisation leaves the host out. */
export function scopeNote(quantity: Quantity, source: 'model' | 'device'): string {
  return quantity === 'utilisation' && source === 'model'
    ? l10n.t('within the pipeline’s time, without waiting for the host')
    : '';
}
