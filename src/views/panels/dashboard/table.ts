// Answers to what the page asks in table.ts of the messages.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { TableMessages } from '../../../shared/messages/table.ts';
import type { DashboardParts } from './parts.ts';

export function tableHandlers(_parts: DashboardParts): Handlers<TableMessages> {
  return {};
}
