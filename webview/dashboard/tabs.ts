// The tabs of the selected run, in the order in which they are shown: one line each.

import { createCurvesTab } from './curves/tab.ts';
import { createDetailsTab } from './details/tab.ts';
import { createResultsTab } from './results/tab.ts';
import { createIpuTab } from './ipu/tab.ts';
import type { Tab, TabParts } from './tab.ts';

export function createRunTabs(parts: TabParts): readonly Tab[] {
  return [createCurvesTab(parts), createResultsTab(parts), createIpuTab(parts), createDetailsTab(parts)];
}
