// Opens the dashboard on runs whose host keeps what is said of them, and tells it.

import type { Browser } from 'playwright-core';
import type { DashboardContract, DashboardNotifications } from '../../../src/shared/messages/dashboard.ts';
import type { AnnotationChange, RunSummary } from '../../../src/shared/messages/runs.ts';
import { dashboardParsers } from '../../../src/views/panels/parsers/dashboard.ts';
import { answering } from '../answering.ts';
import { curvesOf, detailOf } from '../../../webview/components/fixtures/runs.ts';
import type { ThemeName } from '../../../webview/components/themes.ts';
import { openPage, type BuiltPage } from '../host.ts';
import { answerSeries } from '../../../webview/components/fixtures/series.ts';
import { tableAnswers } from '../table-answers.ts';

const fieldValues = { 'training.seed': 42, 'model.model_name_or_path': 'bert-base-uncased' };

/** The page with its runs listed; `calls` is what was asked of the host. */
export async function openRuns(browser: Browser, built: BuiltPage, first: readonly RunSummary[], theme: ThemeName) {
  const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const calls: unknown[] = [];
  let runs = first;
  const annotate = (runIds: readonly string[], change: AnnotationChange): readonly RunSummary[] => {
    calls.push(['annotate', runIds, change]);
    const changed = runs.filter(({ runId }) => runIds.includes(runId)).map((run) => annotated(run, change));
    runs = runs.map((run) => changed.find(({ runId }) => runId === run.runId) ?? run);
    host.notify('runs/changed', { runs: changed });
    return changed;
  };
  const handlers = answering<DashboardContract>(dashboardParsers, {
    ready: () => ({ runs, selected: null, trusted: true }),
    'runs/get': ({ runId }) => {
      const run = runs.find((one) => one.runId === runId);
      return run ? detailOf(run) : null;
    },
    'runs/series': (request) => answerSeries(curvesOf(20), request),
    ...tableAnswers(),
    'runs/resume': ({ runId }) => (calls.push(['resume', runId]), null),
    'runs/compare': ({ runIds }) => (calls.push(['compare', runIds]), null),
    'file/save': (file) => (calls.push(['save', file]), { saved: true }),
    'runs/annotate': ({ runIds, change }) => annotate(runIds, change),
    'runs/delete': ({ runIds }) => {
      calls.push(['delete', runIds]);
      runs = runs.filter(({ runId }) => !runIds.includes(runId));
      host.notify('runs/removed', { runIds });
      return { deleted: true };
    },
    'fields/list': () => Object.keys(fieldValues),
    'runs/fields': ({ paths }) =>
      Object.fromEntries(
        runs.map(({ runId }) => [runId, paths.map((path) => fieldValues[path as keyof typeof fieldValues] ?? null)]),
      ),
  });
  const host = await openPage<DashboardContract, DashboardNotifications>(
    page,
    built,
    { handlers, parsers: dashboardParsers },
    theme,
  );
  await page.locator('[data-run-id]').first().waitFor();
  return { page, host, errors, calls };
}

function annotated(run: RunSummary, change: AnnotationChange): RunSummary {
  const { name, addTags = [], removeTags = [], notes, starred, archived } = change;
  const tags = [...(run.annotations?.tags ?? []).filter((tag) => !removeTags.includes(tag)), ...addTags];
  const annotations = {
    ...run.annotations,
    tags,
    ...(typeof notes === 'string' && { notes }),
    ...(starred !== undefined && { starred }),
    ...(archived !== undefined && { archived }),
  };
  return { ...run, ...(typeof name === 'string' && { name }), annotations };
}
