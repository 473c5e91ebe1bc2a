// One replica drawn large: for each IPU its embeddings, layers and head as bricks, and its memory as a stacked bar against
// the limit. A row opens to the bytes of each part.

import * as l10n from '@vscode/l10n';
import { create, createSvg, setAttributes, setText, show } from '../../common/dom.ts';
import { createList, type Item } from '../../common/list.ts';
import { memoryParts, type Brick, type IpuRow, type ReplicaModel } from '../models/memory.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';

export interface Replica {
  readonly element: HTMLElement;
  update(model: ReplicaModel): void;
}

/** A row and where the limit lies. */
type RowModel = IpuRow & { readonly limit: number };

/** `attribute` marks each IPU's row: `data-ipu`, or `data-inference-ipu`. */
export function createReplica(attribute: 'data-ipu' | 'data-inference-ipu'): Replica {
  const title = create('h2');
  const limit = createSvg('text', { y: 11, class: 'limit-text' });
  const limitHead = createSvg('svg', { class: 'limit-head', 'aria-hidden': 'true' }, limit);
  const heads = create('div', { class: 'ipu-head', 'aria-hidden': 'true' });
  heads.append(create('span', {}, 'IPU'), create('span', {}, l10n.t('On it')), limitHead);
  heads.append(
    create('span', { class: 'number' }, l10n.t('Memory')),
    create('span', { class: 'number' }, l10n.t('Busy')),
  );
  const rows = create('div', { class: 'ipus' });
  const table = createTableAlternative(l10n.t('Memory as a table'));
  const element = create('section', { class: 'replica', 'data-source': 'model' });
  element.append(create('div', { class: 'section-head' }, title, renderLegend()), heads, rows, table.element);
  const update = createList<RowModel>(rows, () => createRow(attribute));
  return {
    element,
    update(model) {
      setText(title, model.title);
      show(element, model.rows.length > 0);
      setText(limit, model.limitText);
      setAttributes(limit, { x: percent(model.limit), 'text-anchor': 'end', dx: -2 });
      update(model.rows.map((row) => ({ ...row, limit: model.limit })));
      table.update(() => memoryTable(model));
    },
  };
}

function renderLegend(): HTMLElement {
  const entries = memoryParts.map(({ id, label }) =>
    create('li', {}, create('span', { class: `swatch part-${id}` }), label),
  );
  return create('ul', { class: 'legend', 'aria-label': l10n.t('Parts of the memory') }, ...entries);
}

function createRow(attribute: string): Item<RowModel> {
  const name = create('span', { class: 'name' });
  const bricks = create('span', { class: 'bricks' });
  const bar = createBar();
  const total = create('b');
  const margin = create('span', { class: 'margin' });
  const busy = create('span', { class: 'number busy' });
  const figures = create('span', { class: 'number memory' }, total, margin);
  const summary = create('summary', {}, name, bricks, bar.element, figures, busy);
  const parts = create('dl', { class: 'parts' });
  const element = create('details', { class: 'ipu' }, summary, parts);
  const updateParts = createList(parts, createPart);
  let drawnBricks = '';
  return {
    element,
    update(model) {
      const hooks = { [attribute]: model.index, 'data-layers': model.layers, 'data-total-bytes': model.totalBytes };
      setAttributes(element, { ...hooks, 'data-state': model.state });
      setText(name, model.name);
      setAttributes(bricks, { title: model.contents });
      const now = JSON.stringify([model.bricks, model.contents]);
      if (now !== drawnBricks) bricks.replaceChildren(...renderBricks(model));
      drawnBricks = now;
      bar.update(model);
      setText(total, model.total);
      setText(margin, model.margin);
      setText(busy, model.busy);
      const sizes = model.parts.map(({ id, label, text }) => ({ id, label, text }));
      updateParts([...sizes, ...model.details.map((detail) => ({ id: '', ...detail }))]);
    },
  };
}

function renderBricks({ bricks, contents }: IpuRow): HTMLElement[] {
  const drawn = bricks.map(({ kind, label, width }: Brick) => {
    const half = width < 1 ? ' half' : '';
    return create('span', { class: `brick ${kind}${half}`, 'aria-hidden': 'true' }, label);
  });
  const text = create('span', { class: 'contents' }, contents);
  return [create('span', { class: 'wall' }, ...drawn), text];
}

function createBar() {
  const rects = memoryParts.map(({ id }) => {
    const title = createSvg('title', {});
    return { title, rect: createSvg('rect', { class: `part-${id}`, height: 18 }, title) };
  });
  const over = createSvg('rect', { class: 'over', height: 18 });
  const limit = createSvg('line', { class: 'limit', y1: '0%', y2: '100%' });
  const svg = createSvg('svg', { role: 'img' }, ...rects.map(({ rect }) => rect), over, limit);
  const element = create('span', { class: 'bar' }, svg);
  return {
    element,
    update(model: RowModel) {
      setAttributes(svg, { 'aria-label': model.summary });
      for (const [index, part] of model.parts.entries()) {
        const drawn = rects[index];
        if (!drawn) continue;
        setAttributes(drawn.rect, { x: percent(part.from), width: percent(part.length) });
        setText(drawn.title, `${part.label}: ${part.text}`);
      }
      const end = model.parts.reduce((sum, part) => sum + part.length, 0);
      setAttributes(over, { x: percent(model.limit), width: percent(Math.max(0, end - model.limit)) });
      setAttributes(limit, { x1: percent(model.limit), x2: percent(model.limit) });
    },
  };
}

function createPart(): Item<{ readonly id: string; readonly label: string; readonly text: string }> {
  const swatch = create('span', { class: 'swatch' });
  const label = create('span');
  const value = create('dd');
  const element = create('div', {}, create('dt', {}, swatch, label), value);
  return {
    element,
    update(model) {
      setAttributes(swatch, { class: `swatch part-${model.id}` });
      show(swatch, model.id !== '');
      setText(label, model.label);
      setText(value, model.text);
    },
  };
}

function memoryTable({ rows }: ReplicaModel) {
  return {
    head: [
      'IPU',
      l10n.t('On it'),
      ...memoryParts.map(({ label }) => label),
      l10n.t('Total'),
      l10n.t('Margin'),
      l10n.t('Fullest tile'),
    ],
    rows: rows.map((row) => [
      row.name,
      row.contents,
      ...row.parts.map(({ text }) => text),
      row.total,
      row.margin,
      row.fullestTile,
    ]),
  };
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(3))}%`;
}
