// The tabs of the selected run, in the order in which they are shown: one line each.

import { createDetailsTab } from './details/tab.ts';
import type { Tab, TabParts } from './tab.ts';
import { createCurvesTab } from './tabs/curves.ts';

export function createRunTabs(parts: TabParts): readonly Tab[] {
  return [createCurvesTab(), createDetailsTab(parts)];
}
