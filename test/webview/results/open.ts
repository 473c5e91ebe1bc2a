// The dashboard with its Results tab open, in a browser: predictions are read from real run folders by the thread's own handlers.

import type { Browser } from 'playwright-core';
import { predictionHandlers } from '../../../src/analysis/predictions/handlers.ts';
import type { Handlers } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type {
  PredictionAnalysis,
  PredictionMessages,
  PredictionSource,
} from '../../../src/shared/messages/predictions.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../answering.ts';
import { curvesOf, detailOf } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { openPage, type BuiltPage } from '../host.ts';
import { resultAnswers } from '../result-answers.ts';

export interface OpenOptions {
  /** The first is selected. */
  readonly runs: readonly RunSummary[];
  /** Run folders by run id. */
  readonly sources: ReadonlyMap<string, PredictionSource>;
  readonly overrides?: Partial<Handlers<DashboardContract>>;
  readonly theme?: ThemeName;
  readonly trusted?: boolean;
}

/** Opens the page with the Results tab in front. */
export async function openResults(browser: Browser, built: BuiltPage, options: OpenOptions) {
  const { runs, sources, overrides = {}, theme = 'dark', trusted = true } = options;
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs, selected: runs[0]!.runId, trusted }),
    'runs/get': ({ runId }) => detailOf(runs.find((one) => one.runId === runId)!),
    'runs/series': () => curvesOf(20),
    ...resultAnswers(),
    ...(sources.size > 0 ? predictionAnswers(sources) : {}),
    'ask/models': () => [
      { id: 'checkpoints/checkpoint-200', step: 200, isLast: true },
      { id: 'checkpoints/checkpoint-100', step: 100, isLast: false },
    ],
    ...overrides,
  });
  const answers = { handlers, parsers: dashboardParsers };
  const host = await openPage<DashboardContract, DashboardNotifications>(page, built, answers, theme);
  await page.locator('[data-tab="results"]').click();
  return { page, host, errors, tab: page.locator('.results-tab') };
}

function predictionAnswers(sources: ReadonlyMap<string, PredictionSource>): Handlers<PredictionMessages> {
  const ask = <K extends keyof PredictionMessages>(name: K) => {
    const handle = predictionHandlers[name] as (
      params: PredictionAnalysis[K]['params'],
    ) => Promise<PredictionMessages[K]['result']>;
    return (asked: { readonly runId: string; readonly otherRunId?: string }) => {
      const other = asked.otherRunId === undefined ? null : sources.get(asked.otherRunId)!;
      return handle({ asked, run: sources.get(asked.runId)!, other } as PredictionAnalysis[K]['params']);
    };
  };
  return {
    'predictions/overview': ask('predictions/overview'),
    'predictions/scores': ask('predictions/scores'),
    'predictions/query': ask('predictions/query'),
    'predictions/detail': ask('predictions/detail'),
    'predictions/flips': ask('predictions/flips'),
  };
}
