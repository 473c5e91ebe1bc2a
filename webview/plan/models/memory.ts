// One replica's IPUs: what lies on each, and its memory as a stack of parts on one scale with the limit. Pure.

import * as l10n from '@vscode/l10n';
import type { InferenceIpuPlan, IpuPlan, MemoryPlan, MemoryVerdict } from '../../../src/shared/plan.ts';
import { formatBytes, formatCount, formatMargin, formatPercent, formatSeconds } from '../../common/quantities.ts';

type PartName = Exclude<
  keyof MemoryPlan,
  'totalBytes' | 'capacityBytes' | 'marginBytes' | 'tileBytes' | 'tileCapacityBytes' | 'verdict'
>;

/** The parts of memory in the order in which they are stacked; `id` also names their colour. */
export const memoryParts: readonly { readonly id: string; readonly name: PartName; readonly label: string }[] = [
  { id: 'weights', name: 'weightsBytes', label: l10n.t('Weights') },
  { id: 'gradients', name: 'gradientsBytes', label: l10n.t('Gradients') },
  { id: 'optimizer', name: 'optimizerBytes', label: l10n.t('Optimizer state') },
  { id: 'stash', name: 'stashBytes', label: l10n.t('Stashed activations') },
  { id: 'working-set', name: 'workingSetBytes', label: l10n.t('Working set') },
  { id: 'matmul', name: 'matmulBytes', label: l10n.t('Temporaries') },
  { id: 'code', name: 'codeBytes', label: l10n.t('Code and buffers') },
];

export interface BarPart {
  readonly id: string;
  readonly label: string;
  readonly bytes: number;
  readonly text: string;
  /** Where it begins and how long it is, in shares of the scale. */
  readonly from: number;
  readonly length: number;
}

export interface Brick {
  readonly kind: 'embeddings' | 'layer' | 'head';
  readonly label: string;
  /** 1, or 0.5 for half a layer. */
  readonly width: number;
}

export interface IpuRow {
  readonly index: number;
  readonly name: string;
  readonly layers: number;
  readonly contents: string;
  readonly bricks: readonly Brick[];
  readonly parameters: string;
  readonly busy: string;
  readonly totalBytes: number;
  readonly total: string;
  readonly margin: string;
  readonly state: MemoryVerdict;
  readonly parts: readonly BarPart[];
  readonly fullestTile: string;
  /** Further figures, shown when the row is opened. */
  readonly details: readonly { readonly label: string; readonly text: string }[];
  /** What a screen reader says of the bar. */
  readonly summary: string;
}

export interface ReplicaModel {
  readonly rows: readonly IpuRow[];
  /** Where the limit lies on the scale, from 0 to 1. */
  readonly limit: number;
  readonly limitText: string;
  readonly title: string;
}

type AnyIpu = IpuPlan | InferenceIpuPlan;

export function replicaModel(ipus: readonly AnyIpu[], title: string): ReplicaModel {
  const capacity = Math.max(0, ...ipus.map(({ memory }) => finite(memory.capacityBytes)));
  const fullest = Math.max(0, ...ipus.map(({ memory }) => finite(memory.totalBytes)));
  const scale = Math.max(capacity, fullest) * 1.02 || 1;
  return {
    rows: ipus.map((ipu) => ipuRow(ipu, scale)),
    limit: capacity / scale,
    limitText: l10n.t('limit {0}', formatBytes(capacity)),
    title,
  };
}

function ipuRow(ipu: AnyIpu, scale: number): IpuRow {
  const { index, layers, contents, memory } = ipu;
  const total = formatBytes(memory.totalBytes);
  const margin = formatMargin(memory.marginBytes);
  const fullestTile = l10n.t('{0} of {1}', formatBytes(memory.tileBytes), formatBytes(memory.tileCapacityBytes));
  const parts = stack(memory, scale);
  const said = parts.filter(({ bytes }) => bytes > 0).map(({ label, text }) => `${label} ${text}`);
  return {
    index,
    name: `IPU ${index}`,
    layers,
    contents: contents.join(', ') || l10n.t('nothing'),
    bricks: bricksOf(layers, contents),
    parameters: formatCount(ipu.parameters),
    busy: formatPercent(ipu.utilisation),
    totalBytes: memory.totalBytes,
    total,
    margin,
    state: memory.verdict,
    parts,
    fullestTile,
    details: details(ipu, fullestTile),
    summary: l10n.t('Memory of IPU {0}: {1}, {2}. {3}.', index, total, margin, said.join(', ')),
  };
}

function details(ipu: AnyIpu, fullestTile: string): { label: string; text: string }[] {
  const forward = formatSeconds(ipu.seconds.forward);
  const microBatch =
    'backward' in ipu.seconds
      ? l10n.t('forward {0}, backward {1}', forward, formatSeconds(ipu.seconds.backward))
      : l10n.t('forward {0}', forward);
  return [
    { label: l10n.t('Parameters'), text: formatCount(ipu.parameters) },
    { label: l10n.t('One micro-batch'), text: microBatch },
    { label: l10n.t('Tiles'), text: l10n.t('fullest tile {0}', fullestTile) },
  ];
}

function stack(memory: MemoryPlan, scale: number): BarPart[] {
  let from = 0;
  return memoryParts.map(({ id, name, label }) => {
    const bytes = finite(memory[name]);
    const length = bytes / scale;
    const part = { id, label, bytes, text: formatBytes(bytes), from, length };
    from += length;
    return part;
  });
}

/** More layers than this on one IPU are drawn as one long brick. */
const mostBricks = 16;

function bricksOf(layers: number, contents: readonly string[]): Brick[] {
  return contents.flatMap((text): Brick[] => {
    if (/\blayers?\b/i.test(text)) return layerBricks(layers, text);
    if (/embedding/i.test(text)) return [{ kind: 'embeddings', label: l10n.t('Emb'), width: 1 }];
    return [{ kind: 'head', label: shortHead(text), width: 1 }];
  });
}

/** A head's name for a brick, which is small: its full name stands beside it. */
function shortHead(text: string): string {
  if (/next-sentence/.test(text)) return 'NSP';
  if (/masked-language/.test(text)) return 'MLM';
  return text.replace(/ head$/, '');
}

function layerBricks(layers: number, text: string): Brick[] {
  const whole = Math.floor(layers);
  const first = /\d+/.exec(text)?.[0];
  if (layers > mostBricks || !(layers > 0)) return [{ kind: 'layer', label: text, width: 1 }];
  const bricks: Brick[] = Array.from({ length: whole }, (_, index) => {
    return { kind: 'layer', label: first === undefined ? '' : String(Number(first) + index), width: 1 };
  });
  if (layers > whole) bricks.push({ kind: 'layer', label: '½', width: 0.5 });
  return bricks;
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}
