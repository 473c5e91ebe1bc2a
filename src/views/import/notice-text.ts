// What an import or an export says beside its result, as a notification and in full.

import type { Notice, NoticeKind } from '../../config/import/notices.ts';

const headings: Readonly<Record<NoticeKind, string>> = {
  contradiction: 'Contradictions',
  kept: 'Kept under extra_args',
  dropped: 'Left out',
  remark: 'Worth knowing',
};

const kinds = Object.keys(headings) as NoticeKind[];

/** One line: how many of each, and the first contradiction in words. */
export function summarizeNotices(notices: readonly Notice[]): string {
  const counts: Readonly<Record<NoticeKind, (count: number) => string>> = {
    contradiction: (count) => `${count} ${count === 1 ? 'contradiction' : 'contradictions'}`,
    kept: (count) => `${count} kept under extra_args`,
    dropped: (count) => `${count} left out`,
    remark: (count) => `${count} ${count === 1 ? 'remark' : 'remarks'}`,
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
    .map((group) => [headings[group[0]!.kind], ...group.map(({ message }) => `• ${message}`)].join('\n'))
    .join('\n\n');
}
