// A host whose user never wants to save, for tests of the dashboard that are not about sharing.

import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { SharingMessages } from '../../src/shared/messages/sharing.ts';

/** Answers to what the share menu asks. */
export function sharingAnswers(): Handlers<SharingMessages> {
  return { 'share/export': () => ({ saved: false }) };
}
