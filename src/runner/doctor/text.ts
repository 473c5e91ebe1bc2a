// A doctor's findings as text: one harmless line, or a page of Markdown that can go into a report.

import { plainText } from '../output-tail.ts';
import { summarize, type Check, type CheckState } from './check.ts';

const mostCharacters = 600;

/** Marks that every font has. */
export const stateMarks: Readonly<Record<CheckState, string>> = {
  ok: '✓',
  warning: '!',
  missing: '○',
  error: '✗',
  'not-needed': '–',
};

/** Text from anywhere as one line of bounded length, without control characters. */
export function oneLineOf(text: string): string {
  const line = plainText(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}

/** The findings as a page of Markdown; `version` is the extension's. */
export function renderMarkdown(checks: readonly Check[], version: string): string {
  const rows = checks.map(
    ({ state, title, finding, remedy }) =>
      `| ${stateMarks[state]} | **${escapeCell(title)}** | ${escapeCell(finding)}${remedy === '' ? '' : `<br>${escapeRemedy(remedy)}`} |`,
  );
  return [
    '# IPU Workbench: Doctor',
    `Version ${version}: ${summarize(checks)}.`,
    ['|  | what | finding |', '| :-: | --- | --- |', ...rows].join('\n'),
    `${stateMarks.ok} fine · ${stateMarks.warning} works, with a limit · ${stateMarks.missing} missing · ${stateMarks.error} does not work · ${stateMarks['not-needed']} not needed for what is set up here`,
    'Planning, and training with the embedded engine, need neither Python nor IPUs nor Slurm.',
    '',
  ].join('\n\n');
}

/** What programs print may hold anything: it becomes neither a link, HTML nor another column. */
function escapeCell(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll(/[\\|<>[\]*_#`~]/g, (mark) => `\\${mark}`);
}

/** The same for our own words, in which backticks mark code. */
function escapeRemedy(text: string): string {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return escapeCell(text);
  return parts
    .map((part, index) => (index % 2 === 1 ? `\`${part.replaceAll('|', '\\|')}\`` : escapeCell(part)))
    .join('');
}
