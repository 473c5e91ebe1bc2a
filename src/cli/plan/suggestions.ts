// The answer of a search as text: the configurations worth choosing from, what to write for each, and why others were left out.

import type { Candidate, MemoryVerdict, Plan, Suggestions } from '../../shared/plan.ts';
import { oneLine, renderTable } from '../output.ts';
import { formatCount, formatMegabytes, formatPlural, formatRate, wrapText } from './figures.ts';
import { renderEdit } from './remedies.ts';

const verdictWords: Readonly<Record<MemoryVerdict, string>> = {
  fits: '',
  tight: 'tight',
  'does-not-fit': 'does not fit',
};

/** How many are listed of the front's edits and of the reasons. */
const mostShown = 8;

const right = ['#', 'sequences/s', 'MB free', 'replicas', 'micro-batch', 'GA', 'emb. parts'];
const heading = ['#', 'sequences/s', 'MB free', 'layers_per_ipu', ...right.slice(3), 'optimizer', ''];

/** The front as a table, the edits of its members, and the reasons of the rejected; `now` is the plan as it stands. */
export function renderSuggestions({ front, perUpdate, podIpus, looked, rejected }: Suggestions, now: Plan): string {
  const asked = `with ${formatCount(perUpdate)} sequences in each weight update`;
  const head = `${formatPlural(looked, 'configuration')} looked at for ${formatPlural(podIpus, 'IPU')} ${asked}`;
  const intro = `${wrapText(head, '', '  ')}\n  All figures are modelled, none is measured.`;
  const sections = [intro, renderFront(front, now), renderEdits(front), renderRejected(rejected)];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderFront(front: readonly Candidate[], now: Plan): string {
  const rows = front.map((candidate, index) => [`${index + 1}`, ...candidateCells(candidate)]);
  const table = renderTable(heading, rows, right);
  const fullest = [...now.ipus, ...now.inferenceIpus].map(({ memory }) => memory.marginBytes);
  const present =
    now.verdict === null
      ? 'As it stands the model cannot be placed.'
      : `As it stands: ${formatRate(now.throughput.samplesPerSecond)} sequences/s, ${formatMegabytes(Math.min(...fullest))} MB free.`;
  return front.length === 0 ? `None of them fits. ${present}` : `${table}\n${present}`;
}

function candidateCells(candidate: Candidate): string[] {
  return [
    formatRate(candidate.samplesPerSecond),
    formatMegabytes(candidate.marginBytes),
    candidate.layersPerIpu.join(','),
    formatCount(candidate.replicas),
    formatCount(candidate.microBatch),
    formatCount(candidate.gradientAccumulationSteps),
    formatCount(candidate.embeddingSerializationFactor),
    candidate.optimizerStateOffchip ? 'off chip' : 'on chip',
    verdictWords[candidate.verdict],
  ];
}

function renderEdits(front: readonly Candidate[]): string {
  if (front.length === 0) return '';
  const lines = front.slice(0, mostShown).map(({ edits }, index) => {
    const text = edits.length === 0 ? 'nothing: the file says so already' : edits.map(renderEdit).join('; ');
    return wrapText(text, `  ${index + 1}  `, '     ');
  });
  const hidden = front.length - mostShown;
  return ['To write', ...lines, ...(hidden > 0 ? [`     … and those of ${hidden} more with --json`] : [])].join('\n');
}

function renderRejected(rejected: Suggestions['rejected']): string {
  if (rejected.length === 0) return '';
  const lines = rejected.slice(0, mostShown).map(({ reason, count, best }) => {
    const nearest =
      best === null
        ? ''
        : `; the best: ${best.layersPerIpu.join(',')}, micro-batch ${formatCount(best.microBatch)}, ${formatRate(best.samplesPerSecond)} sequences/s, ${formatMegabytes(best.marginBytes)} MB free`;
    return wrapText(`${formatCount(count)} × ${oneLine(reason)}${nearest}`, '  ', '      ');
  });
  return ['Left out', ...lines].join('\n');
}
