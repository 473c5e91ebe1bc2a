// The pod drawn small: each replica a group of IPUs filled as high as their memory; idle ones grey, missing ones dashed.

import * as l10n from '@vscode/l10n';
import { create, createSvg, setAttributes, setChildren, setText, show } from '../../common/dom.ts';
import type { PodIpu, PodModel } from '../models/pod.ts';

export interface Pod {
  readonly element: HTMLElement;
  update(model: PodModel): void;
}

const ipuPx = 18;
const pitchPx = 21;
const mostColumns = 8;
const symbolId = 'pod-replica';

export function createPod(): Pod {
  const caption = create('p', { class: 'note' });
  const groups = create('div', { class: 'pod', role: 'img' });
  const symbol = createSvg('symbol', { id: symbolId });
  const defs = createSvg('svg', { width: 0, height: 0, class: 'defs', 'aria-hidden': 'true' }, symbol);
  const heading = create('div', { class: 'section-head' }, create('h2', {}, l10n.t('Pod')), caption);
  const element = create('section', { class: 'pod-section', 'aria-label': l10n.t('Pod') }, heading, groups, defs);
  const pool: Record<GroupKind, Element[]> = { used: [], missing: [], idle: [] };
  let drawn = '';
  let size = '';
  return {
    element,
    update(model) {
      const text = model.note === '' ? model.caption : `${model.caption} · ${model.note}`;
      setText(caption, text);
      setAttributes(groups, { 'aria-label': text });
      show(groups, model.replicas + model.missingReplicas + model.idle > 0);
      const replica = JSON.stringify(model.replica);
      if (replica !== drawn) symbol.replaceChildren(...drawReplica(model.replica));
      drawn = replica;
      if (size !== sizeKey(model)) for (const kind of ['used', 'missing', 'idle'] as const) pool[kind] = [];
      size = sizeKey(model);
      const take = (kind: GroupKind, count: number): Element[] => {
        while (pool[kind].length < count) pool[kind].push(drawGroup(kind, model.replica.length));
        return pool[kind].slice(0, count);
      };
      setChildren(groups, [
        ...take('used', model.replicas),
        ...take('missing', model.missingReplicas),
        ...take('idle', model.idle),
      ]);
    },
  };
}

type GroupKind = 'used' | 'missing' | 'idle';

const sizeKey = (model: PodModel): string => String(model.replica.length);

function drawReplica(ipus: readonly PodIpu[]): SVGElement[] {
  return ipus.flatMap(({ level, state }, index) => {
    const { x, y } = placeOf(index);
    const height = Math.max(1, level * (ipuPx - 2));
    const fill = { x: x + 1, y: y + ipuPx - 1 - height, width: ipuPx - 2, height, rx: 1 };
    return [
      createSvg('rect', { x, y, width: ipuPx, height: ipuPx, rx: 2, class: 'outline' }),
      createSvg('rect', { ...fill, class: `level ${state}` }),
    ];
  });
}

function drawGroup(kind: GroupKind, ipus: number): SVGElement {
  const count = kind === 'idle' ? 1 : ipus;
  const width = Math.min(count, mostColumns) * pitchPx - (pitchPx - ipuPx) + 2;
  const height = Math.ceil(count / mostColumns) * pitchPx - (pitchPx - ipuPx) + 2;
  const content =
    kind === 'used'
      ? [createSvg('use', { href: `#${symbolId}` })]
      : Array.from({ length: count }, (_, index) => {
          const { x, y } = placeOf(index);
          return createSvg('rect', { x, y, width: ipuPx, height: ipuPx, rx: 2, class: 'outline' });
        });
  return createSvg('svg', { width, height, viewBox: `-1 -1 ${width} ${height}`, class: kind }, ...content);
}

function placeOf(index: number): { x: number; y: number } {
  return { x: (index % mostColumns) * pitchPx, y: Math.floor(index / mostColumns) * pitchPx };
}
