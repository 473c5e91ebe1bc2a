// Answers to what the page asks in sharing.ts of the messages.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { SharingMessages } from '../../../shared/messages/sharing.ts';
import { exportAs } from '../../sharing/export-run.ts';
import type { DashboardParts } from './parts.ts';

export function sharingHandlers(parts: Pick<DashboardParts, 'index' | 'analysis'>): Handlers<SharingMessages> {
  return {
    'share/export': async ({ runIds, kind, format = 'csv' }) => ({
      saved: await exportAs(parts, runIds, { kind, format }),
    }),
  };
}
