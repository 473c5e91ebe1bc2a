// Which kinds of notices the setting lets through, and how one is switched off. What it holds in a settings file is anything. Pure.

import { noticeKinds, type NoticeKind } from '../../shared/notice-kinds.ts';

/** Whether notices of this kind are wanted; what cannot be understood is no reason to be silent. */
export function isWanted(kind: NoticeKind, setting: unknown): boolean {
  if (setting === 'none') return false;
  if (setting === 'problems') return kind !== 'finished';
  return (
    typeof setting !== 'object' || setting === null || (setting as Partial<Record<NoticeKind, unknown>>)[kind] !== false
  );
}

/** The setting without this kind; whatever else was switched off stays so. */
export function withoutKind(kind: NoticeKind, setting: unknown): Readonly<Partial<Record<NoticeKind, boolean>>> {
  const off = noticeKinds.filter((one) => one === kind || !isWanted(one, setting));
  return Object.fromEntries(off.map((one) => [one, false]));
}
