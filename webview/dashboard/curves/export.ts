// Saves a chart: as the picture that is shown, drawn or as SVG, or as all its points.

import { renderChartSvg } from '../../../src/shared/chart-svg/render.ts';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import type { ChartView } from '../../common/chart/chart.ts';
import type { ExportFormat } from './card.ts';
import type { ChartKind } from './charts.ts';
import { fetchCsv, fileName } from './csv.ts';
import { placeAxis } from './models.ts';

export interface Saved {
  readonly run: RunSummary;
  readonly kind: ChartKind;
  readonly chart: Pick<ChartView, 'shown' | 'png'>;
}

/** Asks the host to save the chart in this format; the user chooses where. */
export async function saveChart(
  ask: Sender<DashboardContract>,
  { run, kind, chart }: Saved,
  format: ExportFormat,
): Promise<void> {
  const name = fileName(run.name, kind.id.replaceAll('/', '-'), format);
  const save = (content: { readonly text: string } | { readonly base64: string }) =>
    ask('file/save', { name, content });
  switch (format) {
    case 'png':
      return void (await save({ base64: chart.png() }));
    case 'svg': {
      const shown = chart.shown();
      if (!shown) return;
      const title = `${run.name}: ${shown.model.title}`;
      return void (await save({ text: renderChartSvg({ ...shown.model, title, zoom: shown.zoom }) }));
    }
    case 'csv': {
      const { names, x } = kind;
      const request = { runId: run.runId, names, x, xLabel: placeAxis(x, false).label };
      return void (await save({ text: await fetchCsv(ask, request) }));
    }
  }
}
