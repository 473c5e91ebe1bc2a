// The list of runs on the left: a box to filter it, headings of sweeps and groups, one button per run. Arrow keys move between the
// lines; only those in view exist.

import * as l10n from '@vscode/l10n';
import { fieldsAskedFor, type Filter } from '../../../src/shared/filter/filter.ts';
import type { RunSummary } from '../../../src/shared/messages/runs.ts';
import { create, createSvg, show } from '../../common/dom.ts';
import type { Memory } from '../../common/memory.ts';
import { createPacer, type Clock } from '../../common/pacer.ts';
import { createVirtualRows } from '../../common/virtual-rows.ts';
import { createFilterBox } from '../table/filter-box.ts';
import type { RunFactsSource } from '../table/run-facts.ts';
import { collectListLines, type ListLine } from './list-lines.ts';
import { createListRow } from './list-row.ts';

/** Height as in dashboard.css. */
const rowHeight = 48;
/** Changes of runs within this time are shown together. */
const refreshMs = 250;
/** Name under which the page remembers which groups are folded. */
const memoryName = 'list-closed';

export interface RunListParts {
  readonly facts: RunFactsSource;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly launchButton: HTMLElement;
  readonly select: (runId: string) => void;
  readonly showTable: () => void;
}

export interface RunList {
  readonly element: HTMLElement;
  update(runs: readonly RunSummary[], selected: string | null): void;
  /** More is known of the runs than before. */
  refresh(): void;
}

export function createRunList(parts: RunListParts): RunList {
  const { facts, memory } = parts;
  let runs: readonly RunSummary[] = [];
  let selected: string | null = null;
  let lines: readonly ListLine[] = [];
  let filter: Filter = { kind: 'everything' };
  let closed = readClosed(memory.recall(memoryName));
  let active: string | null = null;

  const list = create('ul', { 'aria-label': l10n.t('Runs') });
  const scroller = create('div', { class: 'list-scroller' }, list);
  const nothing = create('p', { class: 'list-empty', role: 'status' }, l10n.t('The filter lets no run through.'));
  const rows = createVirtualRows<ListLine>({
    ...{ scroller, body: list, rowHeight },
    keyOf: ({ key }) => key,
    createRow: () =>
      createListRow({
        look: () => ({ selected, nowMs: Date.now(), active: active ?? lines[0]?.key ?? null, count: lines.length }),
        select: parts.select,
        toggle: (key) => fold(key, !closed.has(key)),
        focused(key) {
          if (key === active) return;
          active = key;
          rows.keep(key);
          rows.redraw();
        },
      }),
  });
  const draw = (): void => {
    facts.need(fieldsAskedFor(filter), runs);
    lines = collectListLines({ runs, filter, closed, nowMs: Date.now(), field: facts.field });
    if (!lines.some(({ key }) => key === active)) active = null;
    rows.keep(active);
    show(nothing, lines.length === 0);
    rows.update(lines);
  };
  const fold = (key: string, isClosed: boolean): void => {
    closed = new Set(isClosed ? [...closed, key] : [...closed].filter((one) => one !== key));
    memory.keep(memoryName, [...closed]);
    draw();
  };
  const pacer = createPacer(async () => draw(), refreshMs, parts.clock);
  const box = createFilterBox({
    id: 'list-filter',
    placeholder: l10n.t('Filter runs'),
    names: () => facts.names(runs),
    onFocus: () => facts.needNames(),
    onFilter(next) {
      filter = next;
      draw();
    },
  });
  const goTo = (index: number): void => {
    const line = lines[Math.min(lines.length - 1, Math.max(0, index))];
    if (!line) return;
    active = line.key;
    rows.keep(active);
    rows.reveal(lines.indexOf(line));
    rows.redraw();
    rows.elementOf(line.key)?.querySelector('button')?.focus({ preventScroll: true });
  };
  list.addEventListener('keydown', (event) => {
    const at = lines.findIndex(({ key }) => key === active);
    const line = lines[at];
    const page = rows.pageSize();
    const targets: Readonly<Record<string, number>> = {
      ...{ ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: lines.length - 1 },
    };
    const target = Object.hasOwn(targets, event.key) ? targets[event.key] : undefined;
    if (target !== undefined) goTo(target);
    else if (line?.kind === 'group' && event.key === 'ArrowLeft') fold(line.key, true);
    else if (line?.kind === 'group' && event.key === 'ArrowRight') fold(line.key, false);
    else return;
    event.preventDefault();
  });

  const title = create(
    'div',
    { class: 'list-title' },
    create('h2', {}, l10n.t('Runs')),
    create('span', { class: 'list-actions' }, tableButton(parts.showTable), parts.launchButton),
  );
  const element = create(
    'nav',
    { class: 'runs', 'aria-label': l10n.t('Runs') },
    ...[title, box.element, nothing, scroller],
  );
  show(nothing, false);
  return {
    element,
    update(next, nextSelected) {
      const [isFirst, isSame] = [runs.length === 0, next === runs];
      const isOtherRun = nextSelected !== selected;
      runs = next;
      selected = nextSelected;
      if (isFirst) draw();
      else if (!isSame) pacer.request();
      if (isOtherRun) rows.redraw();
    },
    refresh() {
      filter = box.readAgain() ?? filter;
      pacer.request();
    },
  };
}

function tableButton(onClick: () => void): HTMLElement {
  const label = l10n.t('Show all runs as a table');
  const icon = createSvg('svg', { viewBox: '0 0 16 16', class: 'table-icon', 'aria-hidden': 'true' });
  icon.append(createSvg('path', { d: 'M2 3h12v10H2ZM2 6.500h12M2 10h12M6 3v10' }));
  const button = create('button', {
    ...{ type: 'button', class: 'icon-button', 'aria-label': label, title: label, 'data-action': 'show-table' },
  });
  button.append(icon);
  button.addEventListener('click', onClick);
  return button;
}

function readClosed(value: unknown): ReadonlySet<string> {
  return new Set(Array.isArray(value) ? value.filter((key) => typeof key === 'string') : []);
}
