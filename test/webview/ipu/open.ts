// Opens the dashboard's IPU tab in a browser, over a host that answers as the test says.

import type { Browser } from 'playwright-core';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../answering.ts';
import { completed, detailOf } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { openPage, type BuiltPage } from '../host.ts';
import { hostSeriesOf } from '../../../webview/components/fixtures/ipu.ts';
import { ipuAnswers } from '../ipu-answers.ts';

export interface Shown {
  readonly ipus?: number;
  readonly points?: number;
  readonly run?: RunSummary;
  readonly theme?: ThemeName;
  readonly overrides?: Partial<Handlers<DashboardContract>>;
  readonly size?: { readonly width: number; readonly height: number };
}

/** A page whose IPU tab is chosen. */
export async function openIpuTab(browser: Browser, built: BuiltPage, shown: Shown = {}) {
  const { ipus = 4, points = 375, run = completed, theme = 'dark', overrides } = shown;
  const page = await browser.newPage({ viewport: shown.size ?? { width: 1280, height: 1100 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs: [run], selected: run.runId, trusted: true }),
    'runs/get': () => detailOf(run),
    'runs/series': ({ names }) => hostSeriesOf(90, names ?? []),
    ...ipuAnswers(ipus, points),
    ...overrides,
  });
  const answers = { handlers, parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, theme);
  await page.locator('[data-tab="ipu"]').click();
  return { page, host, errors };
}
