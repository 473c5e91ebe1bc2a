// Answers to what the page asks in ipu.ts of the messages.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { IpuMessages } from '../../../shared/messages/ipu.ts';
import type { DashboardParts } from './parts.ts';

export function ipuHandlers(_parts: DashboardParts): Handlers<IpuMessages> {
  return {};
}
