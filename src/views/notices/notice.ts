// What is told of a run by a notification, before it is known how: all kinds have this shape.

import type { RunSummary } from '../../shared/messages/runs.ts';
import type { NoticeKind } from '../../shared/notice-kinds.ts';

/** Something to tell. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly run: RunSummary;
}
