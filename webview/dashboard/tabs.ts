// The tabs of the selected run, in the order in which they are shown: one line each. A tab is made when it is first seen, so that
// the curves do not wait for what is behind them.

import * as l10n from '@vscode/l10n';
import { create } from '../common/dom.ts';
import { createCurvesTab } from './curves/tab.ts';
import { createDetailsTab } from './details/tab.ts';
import { createResultsTab } from './results/tab.ts';
import { createIpuTab } from './ipu/tab.ts';
import type { CreateTab, Tab, TabParts } from './tab.ts';

/** A tab in its place in the row. */
export type PlacedTab = Tab & { readonly id: string; readonly label: string };

export function createRunTabs(parts: TabParts): readonly PlacedTab[] {
  const place = (id: string, label: string, createTab: CreateTab): PlacedTab => {
    return { id, label, ...createWhenSeen(() => createTab(parts)) };
  };
  return [
    place('curves', l10n.t('Curves'), createCurvesTab),
    place('results', l10n.t('Results'), createResultsTab),
    place('ipu', l10n.t('IPU'), createIpuTab),
    place('details', l10n.t('Details'), createDetailsTab),
  ];
}

function createWhenSeen(createTab: () => Tab): Tab {
  const element = create('div');
  let tab: Tab | null = null;
  const made = (): Tab => {
    if (!tab) element.append((tab = createTab()).element);
    return tab;
  };
  return {
    element,
    update: (view) => made().update(view),
    hide: () => tab?.hide(),
    repaint: () => tab?.repaint(),
  };
}
