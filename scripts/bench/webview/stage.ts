// A page in headless Chromium with a real store behind it: all that is between them in VS Code but VS Code itself, whose panel, frame
// and extension host come on top of every figure.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import { startStore, type StoreClient } from '../../../src/store/client.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../../../test/webview/answering.ts';
import { openPage, type BuiltPage, type OpenPage } from '../../../test/webview/host.ts';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');

export interface Place {
  readonly runsFolder: string;
  /** Opens the store on what lies in the runs folder; resolves when all of it is read. */
  open(): Promise<StoreClient>;
}

/** The page as it is shipped. */
export function readBuiltPage(name: string): BuiltPage {
  const read = (ending: string): string => readFileSync(join(dist, 'webview', `${name}.${ending}`), 'utf8');
  return { name, script: read('js'), style: read('css') };
}

/** The built store. */
export const storeScript = join(dist, 'store.js');

/** Gives `work` a folder for runs, and removes all of it in the end. */
export async function withPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ipu-bench-'));
  const stores: StoreClient[] = [];
  const runsFolder = join(folder, 'runs');
  const open = async (): Promise<StoreClient> => {
    const databaseFile = join(folder, 'runs.db');
    const store = await startStore({ node: process.execPath, script: storeScript, databaseFile, runsFolder });
    stores.push(store);
    return store;
  };
  try {
    await work({ runsFolder, open });
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** What of the dashboard's messages the store answers. */
export function dashboardAnswers(store: StoreClient, selected: string | null): Handlers<DashboardContract> {
  return answering<DashboardContract>(dashboardParsers, {
    ready: async () => ({ runs: await store.request('runs/list', {}), selected, trusted: true }),
    'runs/get': (params) => store.request('runs/get', params),
    'runs/series': (params) => store.request('runs/series', params),
    'runs/heat-map': (params) => store.request('runs/heat-map', params),
    'runs/fields': async ({ paths }) => store.request('runs/fields', { paths }),
    'views/list': () => [],
  });
}

/** The dashboard in a new tab. */
export async function openDashboard(
  browser: Browser,
  built: BuiltPage,
  store: StoreClient,
  selected: string | null,
): Promise<{ readonly page: Page; readonly host: OpenPage<DashboardNotifications> }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(watchCharts);
  const answers = { handlers: dashboardAnswers(store, selected), parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, 'dark');
  store.onChanged((runs) => host.notify('runs/changed', { runs }));
  return { page, host };
}

/** For a page before it loads: notes when a canvas of a chart has its points and was painted: `window.drawnAt`, ms since the page was asked for. */
export const watchCharts = `(() => {
  window.drawnAt = {};
  const note = () => {
    for (const canvas of document.querySelectorAll('canvas[data-chart]')) {
      const { chart, points } = canvas.dataset;
      if (!(Number(points) > 0) || window.drawnAt[chart] !== undefined) continue;
      window.drawnAt[chart] = NaN;
      requestAnimationFrame(() => requestAnimationFrame(() => (window.drawnAt[chart] = performance.now())));
    }
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
})()`;

/** When the chart was first painted, in ms since the page was asked for. */
export async function firstDrawing(page: Page, chart: string): Promise<number> {
  const name = JSON.stringify(chart);
  return Number(
    await page.evaluate(`new Promise((resolve) => {
      const look = () => (window.drawnAt[${name}] > 0 ? resolve(window.drawnAt[${name}]) : setTimeout(look, 5));
      look();
    })`),
  );
}

/** What the page's own thread has worked since the last call, in ms, so that other programs on the machine do not count. */
export async function createTaskMeter(page: Page): Promise<{ readonly session: CDPSession; take(): Promise<number> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  let last = 0;
  const take = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const now = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    const spent = (now - last) * 1000;
    last = now;
    return spent;
  };
  await take();
  return { session, take };
}

/** Live JavaScript objects of the page in bytes, after a collection. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
