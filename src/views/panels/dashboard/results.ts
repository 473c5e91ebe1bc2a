// Answers to what the page asks in results.ts of the messages.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { ResultMessages } from '../../../shared/messages/results.ts';
import type { DashboardParts } from './parts.ts';

export function resultHandlers(_parts: DashboardParts): Handlers<ResultMessages> {
  return {};
}
