// The IPUs of one replica in two tables: what lies there and how busy it is; and what it takes of the memory.

import type { InferenceIpuPlan, IpuPlan, MemoryPlan } from '../../shared/plan.ts';
import { oneLine, renderTable } from '../output.ts';
import { formatMegabytes, formatParameters, formatPercent, formatSeconds, renderBar, wrapText } from './figures.ts';

type AnyIpu = IpuPlan | InferenceIpuPlan;

const barColumns = 12;
const contentColumns = 48;

/** Contents, parameters, times of one micro-batch and busy share of each IPU. */
export function renderIpus(ipus: readonly AnyIpu[]): string {
  const trains = ipus.some(({ seconds }) => 'backward' in seconds);
  const right = ['layers', 'parameters', 'forward', ...(trains ? ['backward'] : []), 'busy'];
  const rows = ipus.flatMap((ipu) => {
    const figures = [
      `  ${ipu.index}`,
      String(ipu.layers),
      formatParameters(ipu.parameters),
      formatSeconds(ipu.seconds.forward),
      ...(trains && 'backward' in ipu.seconds ? [formatSeconds(ipu.seconds.backward)] : []),
      formatPercent(ipu.utilisation),
    ];
    const [first = '', ...others] = wrapText(oneLine(ipu.contents.join(', ')), '', '', contentColumns).split('\n');
    return [[...figures, first], ...others.map((line) => [...figures.map(() => ''), line])];
  });
  return renderTable(['IPU', ...right, ''], rows, right);
}

const parts: readonly [heading: string, of: (memory: MemoryPlan) => number][] = [
  ['weights', (memory) => memory.weightsBytes],
  ['gradients', (memory) => memory.gradientsBytes],
  ['optimizer', (memory) => memory.optimizerBytes],
  ['stash', (memory) => memory.stashBytes],
  ['working', (memory) => memory.workingSetBytes],
  ['matmul', (memory) => memory.matmulBytes],
  ['code', (memory) => memory.codeBytes],
];

/** The parts of each IPU's memory in megabytes, their sum, a bar of the whole, and what is left. */
export function renderMemory(ipus: readonly AnyIpu[]): string {
  // Parts that no IPU has, such as gradients in inference, take no room.
  const shown = parts.filter(([, of]) => ipus.some(({ memory }) => of(memory) > 0));
  const figures = [...shown.map(([heading]) => heading), 'total'];
  const rows = ipus.map(({ index, memory }) => [
    `  ${index}`,
    ...shown.map(([, of]) => formatMegabytes(of(memory))),
    formatMegabytes(memory.totalBytes),
    renderBar(memory.totalBytes / memory.capacityBytes, barColumns),
    formatMegabytes(memory.marginBytes),
    memory.verdict === 'tight' ? 'tight' : '',
  ]);
  const capacity = `of ${formatMegabytes(ipus[0]?.memory.capacityBytes ?? 0)} MB`;
  return renderTable(['MB', ...figures, capacity, 'free', ''], rows, [...figures, 'free']);
}
