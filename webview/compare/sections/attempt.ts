// Something that a section asks of the host for the user, whose failure is shown.

import type { SectionParts } from '../section.ts';

/** Does it; a failure is shown above everything else. */
export function attempt({ showError }: Pick<SectionParts, 'showError'>, action: () => Promise<unknown>): void {
  action().catch(showError);
}
