// What an import or an export says beside its result, as a notification and in full.

import * as l10n from '@vscode/l10n';
import type { Notice, NoticeKind } from '../../config/import/notices.ts';

const headings: Readonly<Record<NoticeKind, () => string>> = {
  contradiction: () => l10n.t('Contradictions'),
  kept: () => l10n.t('Kept under extra_args'),
  dropped: () => l10n.t('Left out'),
  remark: () => l10n.t('Worth knowing'),
};

const kinds = Object.keys(headings) as NoticeKind[];

/** One line: how many of each, and the first contradiction in words. */
export function summarizeNotices(notices: readonly Notice[]): string {
  const counts: Readonly<Record<NoticeKind, (count: number) => string>> = {
    contradiction: (count) => (count === 1 ? l10n.t('1 contradiction') : l10n.t('{0} contradictions', count)),
    kept: (count) => l10n.t('{0} kept under extra_args', count),
    dropped: (count) => l10n.t('{0} left out', count),
    remark: (count) => (count === 1 ? l10n.t('1 remark') : l10n.t('{0} remarks', count)),
  };
  const parts = kinds.flatMap((kind) => {
    const count = notices.filter((notice) => notice.kind === kind).length;
    return count === 0 ? [] : [counts[kind](count)];
  });
  const first = notices.find(({ kind }) => kind === 'contradiction');
  const list = parts.length === 0 ? '' : `${parts.join(', ')}.`;
  return first === undefined ? list : `${list} ${first.message}`;
}

/** All of them, under a heading for each kind. */
export function listNotices(notices: readonly Notice[]): string {
  return kinds
    .map((kind) => notices.filter((notice) => notice.kind === kind))
    .filter((group) => group.length > 0)
    .map((group) => [headings[group[0]!.kind](), ...group.map(({ message }) => `• ${message}`)].join('\n'))
    .join('\n\n');
}
