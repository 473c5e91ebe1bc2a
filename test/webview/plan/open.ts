// The plan's page in a browser, with a host that the test gives answers to.

import type { Browser } from 'playwright-core';
import { suggestConfigurations } from '../../../src/engine/ipu/search.ts';
import type { PlanInput } from '../../../src/engine/ipu/plan-input.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { PlanContract, PlanNotifications, PlanView } from '../../../src/shared/messages/plan.ts';
import { planParsers } from '../../../src/views/panels/plan-parsers.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { openPage, type BuiltPage } from '../host.ts';
import { baseCard } from './fixtures.ts';

export interface Look {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What the search starts from. */
  readonly searched?: PlanInput;
}

/** Opens the page with a view of a file; `calls` are the messages that reach the host. */
export async function showPlan(
  browser: Browser,
  built: BuiltPage,
  view: PlanView | null,
  { theme = 'dark', width = 1100, height = 900, searched = baseCard }: Look = {},
) {
  const page = await browser.newPage({ viewport: { width, height } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const calls: [name: keyof PlanContract, params: unknown][] = [];
  const handlers: Handlers<PlanContract> = {
    ready: () => view,
    'plan/apply': (params) => (calls.push(['plan/apply', params]), null),
    'plan/suggest': () => (calls.push(['plan/suggest', {}]), suggestConfigurations(searched)),
    'plan/reveal': (params) => (calls.push(['plan/reveal', params]), null),
  };
  const host = await openPage<PlanContract, PlanNotifications>(page, built, { handlers, parsers: planParsers }, theme);
  return { page, host, errors, calls };
}
