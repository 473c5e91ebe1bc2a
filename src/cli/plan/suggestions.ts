// The answer of a search as text: the configurations worth choosing from, what to write for each, and why others were left out.

import type { Candidate, MemoryVerdict, Plan, Suggestions } from '../../shared/plan.ts';
import { oneLine, renderTable } from '../output.ts';
import { formatCount, formatMargin, formatMegabytes, formatPlural, formatRate, wrapText } from './figures.ts';
import { renderEdits } from './remedies.ts';

const verdictWords: Readonly<Record<MemoryVerdict, string>> = {
  fits: '',
  tight: 'tight',
  'does-not-fit': 'does not fit',
};

/** How many of the front get their edits written out. */
const mostEdits = 5;
/** How many reasons are listed. */
const mostReasons = 8;
/** Longer lists of layers are written in runs. */
const longList = 8;

/** A column of the front: its heading, whether it holds figures, whether only training has it, and its cells. */
interface Column {
  readonly heading: string;
  readonly isFigure: boolean;
  readonly isOfTraining: boolean;
  readonly cell: (candidate: Candidate, index: number) => string;
}

const columns: readonly Column[] = [
  figure('#', (_, index) => formatCount(index + 1)),
  figure('sequences/s', ({ samplesPerSecond }) => formatRate(samplesPerSecond)),
  figure('MB free', ({ marginBytes }) => formatMegabytes(marginBytes)),
  text('layers_per_ipu', ({ layersPerIpu }) => listLayers(layersPerIpu)),
  figure('replicas', ({ replicas }) => formatCount(replicas)),
  figure('micro-batch', ({ microBatch }) => formatCount(microBatch)),
  { ...figure('GA', (candidate) => formatCount(candidate.gradientAccumulationSteps)), isOfTraining: true },
  figure('emb. parts', (candidate) => formatCount(candidate.embeddingSerializationFactor)),
  {
    ...text('optimizer', (candidate) => (candidate.optimizerStateOffchip ? 'off chip' : 'on chip')),
    isOfTraining: true,
  },
  {
    ...text('checkpoint', (candidate) => `each ${candidate.recomputeCheckpointEveryLayer ? 'layer' : 'IPU'}`),
    isOfTraining: true,
  },
  text('', ({ verdict }) => verdictWords[verdict]),
];

function figure(heading: string, cell: Column['cell']): Column {
  return { heading, isFigure: true, isOfTraining: false, cell };
}

function text(heading: string, cell: Column['cell']): Column {
  return { heading, isFigure: false, isOfTraining: false, cell };
}

/** The front as a table, the edits of its members, and the reasons of the rejected; `now` is the plan as it stands. */
export function renderSuggestions({ front, perUpdate, podIpus, looked, rejected }: Suggestions, now: Plan): string {
  const asked = `with ${formatPlural(perUpdate, 'sequence')} in each ${now.mode === 'training' ? 'weight update' : 'step'}`;
  const head = `${formatPlural(looked, 'configuration')} looked at for ${formatPlural(podIpus, 'IPU')} ${asked}`;
  const intro = `${wrapText(head, '', '  ')}\n  All figures are modelled, none is measured.`;
  const sections = [intro, renderFront(front, now), renderFields(front), renderRejected(rejected)];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderFront(front: readonly Candidate[], now: Plan): string {
  const present = describePresent(now);
  if (front.length === 0) return `None of them fits. ${present}`;
  const shown = columns.filter(({ isOfTraining }) => now.mode === 'training' || !isOfTraining);
  const rows = front.map((candidate, index) => shown.map(({ cell }) => cell(candidate, index)));
  const figures = shown.filter(({ isFigure }) => isFigure).map(({ heading }) => heading);
  const headings = shown.map(({ heading }) => heading);
  return `${renderTable(headings, rows, figures)}\n${present}`;
}

function describePresent({ verdict, throughput, mode, ipus, inferenceIpus }: Plan): string {
  if (verdict === null) return 'As it stands the model cannot be placed.';
  const margins = (mode === 'training' ? ipus : inferenceIpus).map(({ memory }) => memory.marginBytes);
  return `As it stands: ${formatRate(throughput.samplesPerSecond)} sequences/s, ${formatMargin(Math.min(...margins))}.`;
}

function renderFields(front: readonly Candidate[]): string {
  if (front.length === 0) return '';
  const lines = front.slice(0, mostEdits).map(({ edits }, index) => {
    const text = edits.length === 0 ? 'nothing: it stands so already' : renderEdits(edits);
    return wrapText(text, `  ${index + 1}  `, '     ');
  });
  const hidden = front.length - mostEdits;
  return ['To write', ...lines, ...(hidden > 0 ? [`     … and those of ${hidden} more with --json`] : [])].join('\n');
}

function renderRejected(rejected: Suggestions['rejected']): string {
  if (rejected.length === 0) return '';
  const lines = rejected.slice(0, mostReasons).map(({ reason, count, best }) => {
    const nearest =
      best === null
        ? ''
        : `; the best: ${listLayers(best.layersPerIpu)}, micro-batch ${formatCount(best.microBatch)}, ${formatRate(best.samplesPerSecond)} sequences/s, ${formatMargin(best.marginBytes)}`;
    return wrapText(`${formatCount(count)} × ${oneLine(reason)}${nearest}`, '  ', '      ');
  });
  return ['Left out', ...lines].join('\n');
}

/** `3,7,7,7`; a long list in runs: `0,1×6,2×9`. */
function listLayers(layers: readonly number[]): string {
  if (layers.length <= longList) return layers.join(',');
  const runs: { value: number; count: number }[] = [];
  for (const value of layers) {
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(({ value, count }) => (count === 1 ? `${value}` : `${value}×${count}`)).join(',');
}
