// What can be told by a notification, each of which a user may switch off by itself.

export const noticeKinds = ['finished', 'failed', 'stuck', 'notANumber', 'alerts', 'launchWarnings'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
