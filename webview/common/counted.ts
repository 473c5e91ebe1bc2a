// Things with their number as whole phrases, one form for one and one for several, so that each language can have its own.

import * as l10n from '@vscode/l10n';
import { formatCount } from './quantities.ts';

/** `1 replica`, `4 replicas` and so on. */
export const counted = {
  replicas: (count: number) => (count === 1 ? l10n.t('1 replica') : l10n.t('{0} replicas', formatCount(count))),
  ipus: (count: number) => (count === 1 ? l10n.t('1 IPU') : l10n.t('{0} IPUs', formatCount(count))),
  stages: (count: number) => (count === 1 ? l10n.t('1 stage') : l10n.t('{0} stages', formatCount(count))),
  cycles: (count: number) => (count === 1 ? l10n.t('1 cycle') : l10n.t('{0} cycles', formatCount(count))),
  remarks: (count: number) => (count === 1 ? l10n.t('1 remark') : l10n.t('{0} remarks', formatCount(count))),
  sequences: (count: number) => (count === 1 ? l10n.t('1 sequence') : l10n.t('{0} sequences', formatCount(count))),
  configurations: (count: number) =>
    count === 1 ? l10n.t('1 configuration') : l10n.t('{0} configurations', formatCount(count)),
} as const;
