// Answers to what the page asks in sharing.ts of the messages.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { SharingMessages } from '../../../shared/messages/sharing.ts';
import type { DashboardParts } from './parts.ts';

export function sharingHandlers(_parts: DashboardParts): Handlers<SharingMessages> {
  return {};
}
