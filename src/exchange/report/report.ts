// Runs → a report: one HTML file that needs no network and no script, for one run or several side by side, in light and dark.

import type { RunDetail } from '../../shared/messages/runs.ts';
import { element, text } from '../../shared/chart-svg/markup.ts';
import { timeText } from '../columns.ts';
import { renderCharts } from './charts.ts';
import { pointsOfCurve, readReport } from './content.ts';
import { styleSheet } from './style.ts';
import { renderConfiguration, renderEnvironment, renderIpus, renderResults, renderRuns } from './tables.ts';

/** The file's text, part by part. At least one run. */
export async function* renderReport(details: readonly RunDetail[]): AsyncGenerator<string> {
  const runs = await readReport(details);
  const title = runs.length === 1 ? runs[0]!.run.name : `${runs.length} runs`;
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`;
  // Whatever a run is called, the file asks for nothing and runs nothing.
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n`;
  yield `<meta name="color-scheme" content="light dark">\n${element('title', {}, text(title))}\n${element('style', {}, styleSheet)}\n</head>\n<body>\n<main>\n`;
  yield `${element('h1', {}, text(title))}\n`;
  for (const words of new Set(runs.map(({ run }) => description(run)))) yield words;
  yield `${renderRuns(runs)}\n${element('h2', {}, 'Results')}\n${renderResults(runs)}\n`;
  yield `${element('h2', {}, 'Curves')}\n`;
  const charts = renderCharts(runs);
  yield `${element('p', charts.length === 0 ? {} : { class: 'note' }, charts.length === 0 ? 'No curves.' : curvesNote)}\n`;
  for (const { svg } of charts) yield `<figure>${svg}</figure>\n`;
  yield `${renderIpus(runs)}\n`;
  yield `${element('h2', {}, 'Configuration')}\n${renderConfiguration(runs)}\n`;
  yield `${element('h2', {}, 'Environment')}\n${renderEnvironment(runs)}\n`;
  yield `</main>\n${element('footer', {}, text(`Written by IPU Workbench, ${timeText(Date.now())}.`))}\n</body>\n</html>\n`;
}

/** A chart of the workbench has its points as a table beside it; here they would be many times the report. */
const curvesNote = `A curve is drawn with up to ${pointsOfCurve} points. All of them are in the run’s export as CSV, JSON or Parquet.`;

/** What the experiment says it is for. */
function description({ experiment }: RunDetail): string {
  const words = typeof experiment === 'object' && experiment !== null && 'description' in experiment ? experiment.description : ''; // prettier-ignore
  return typeof words === 'string' && words.trim() !== '' ? `${element('p', { class: 'description' }, text(words))}\n` : ''; // prettier-ignore
}
