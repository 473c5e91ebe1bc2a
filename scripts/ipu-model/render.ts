// Puts a fit into text: src/engine/ipu/fitted.ts, and the tables of docs/ipu-model.md between their marks.

import type { FittedConstants } from '../../src/engine/ipu/fitted.ts';
import { type CompileFit, type Fit, meanError, type Residual, worstError } from './fit.ts';

const described: Readonly<Record<keyof FittedConstants, string>> = {
  matmulShareOfPeak: "Share of the matrix units' peak rate that products reach while they run.",
  cyclesPerProduct:
    'Clock cycles that each matrix product of a pass takes whatever its size: exchange, synchronisation, control, and the small kernels beside it.',
  hostSecondsPerTrainingCall:
    "Seconds that a call for a training step takes besides its work: the optimizer's settings are sent, streams start and end.",
  hostSecondsPerToken: 'Seconds of the host to prepare one token of a sequence, without loader workers.',
};

const compileDescribed = {
  baseSeconds: 'Seconds of a training graph whatever its depth.',
  secondsPerLayer: 'Seconds for each encoder layer of a training graph.',
  inferenceShare: 'Share of a training graph’s time that the inference graph of the same model takes.',
} as const;

/** The text of src/engine/ipu/fitted.ts. */
export function renderFitted({ constants }: Fit, compilation: CompileFit): string {
  const names = Object.keys(described) as (keyof FittedConstants)[];
  const compileNames = Object.keys(compileDescribed) as (keyof typeof compileDescribed)[];
  return `// Constants of the time model that are fitted to published figures; everything else in it is counted or comes from data sheets.
// Written by \`npm run fit-ipu-model\`: change the fit, not this file. docs/ipu-model.md has the points and what is left over.

/** What BERT gets out of an IPU, and what the host adds. */
export interface FittedConstants {
${names.map((name) => `  /** ${described[name]} */\n  readonly ${name}: number;`).join('\n')}
}

/** Fitted to throughput. */
export const fitted: FittedConstants = {
${names.map((name) => `  ${name}: ${constants[name]},`).join('\n')}
};

/** What compilation takes with nothing in the cache. */
export interface FittedCompilation {
${compileNames.map((name) => `  /** ${compileDescribed[name]} */\n  readonly ${name}: number;`).join('\n')}
}

/** Fitted to compile times. */
export const fittedCompilation: FittedCompilation = {
${compileNames.map((name) => `  ${name}: ${compilation[name]},`).join('\n')}
};
`;
}

/** The document with its generated parts replaced. */
export function renderDocument(document: string, fit: Fit, compilation: CompileFit): string {
  const parts = {
    constants: renderConstants(fit),
    fitted: renderResiduals(fit, ['high']),
    summary: summarise(fit)
      .map((line) => `- ${line}`)
      .join('\n'),
    'held out': renderResiduals(fit, ['held-out']),
    others: renderOthers(fit),
    compilation: renderCompilation(compilation),
  };
  return Object.entries(parts).reduce((text, [name, part]) => replacePart(text, name, part), document);
}

/** How good the fit is, in lines of text. */
export function summarise({ residuals, groupsLeftOut, without, constants }: Fit): string[] {
  const high = residuals.filter(({ point }) => point.confidence === 'high');
  const errors = high.map(({ error }) => error);
  const leftOut = high.map(({ errorLeftOut }) => errorLeftOut ?? 0);
  const groups = groupsLeftOut.map(({ group, error }) => `${group} ${percent(error)}`);
  const less = without.map(({ name, error, worst }) => `${name} ${percent(error)} (worst ${percent(worst)})`);
  return [
    `${high.length} points, ${Object.keys(constants).length} constants: mean absolute error ${percent(meanError(errors))}, worst ${percent(worstError(errors))}.`,
    `Each point left out in turn: mean ${percent(meanError(leftOut))}, worst ${percent(worstError(leftOut))}.`,
    `Each group left out in turn: ${groups.join(', ')}.`,
    `Done without one constant, the others fitted again: ${less.join(', ')}.`,
  ];
}

function renderConstants({ constants }: Fit): string {
  const names = Object.keys(described) as (keyof FittedConstants)[];
  return table(
    ['constant', 'value', 'what it is'],
    names.map((name) => [`\`${name}\``, String(constants[name]), described[name]]),
  );
}

function renderResiduals({ residuals }: Fit, confidences: readonly string[]): string {
  const rows = residuals.filter(({ point }) => confidences.includes(point.confidence));
  const leftOut = rows.some(({ errorLeftOut }) => errorLeftOut !== null);
  const cells = (row: Residual): string[] => [
    row.point.id,
    configurationOf(row),
    figure(row.point.samplesPerSecond),
    figure(row.modelled),
    signed(row.error),
    ...(leftOut && row.errorLeftOut !== null ? [signed(row.errorLeftOut)] : []),
  ];
  const head = ['point', 'chip, tokens, micro-batch × accumulation × replicas', 'published', 'model', 'error'];
  return table([...head, ...(leftOut ? ['left out'] : [])], rows.map(cells));
}

function renderOthers({ residuals }: Fit): string {
  const rows = residuals.filter(({ point }) => point.confidence === 'medium' || point.confidence === 'low');
  const cells = (row: Residual): string[] => [
    row.point.id,
    row.point.confidence,
    figure(row.point.samplesPerSecond),
    figure(row.modelled),
    signed(row.error),
    row.point.lacks ?? '',
  ];
  return table(['point', 'confidence', 'published', 'model', 'error', 'what the model lacks'], rows.map(cells));
}

function renderCompilation({ residuals, ...constants }: CompileFit): string {
  const rows = residuals.map(({ point, modelled, error }) => [
    point.id,
    point.mode,
    String(point.layers),
    figure(point.seconds),
    figure(modelled),
    signed(error),
  ]);
  const { baseSeconds, secondsPerLayer, inferenceShare } = constants;
  const errors = residuals.map(({ error }) => error);
  const line = `Training: ${baseSeconds} s + ${secondsPerLayer} s × layers; inference: ${inferenceShare} of that. Mean absolute error ${percent(meanError(errors))}, worst ${percent(worstError(errors))}.`;
  return `${line}\n\n${table(['point', 'graph', 'layers', 'published s', 'model s', 'error'], rows)}`;
}

function configurationOf({ point }: Residual): string {
  const { chip, sequenceLength, microBatch, gradientAccumulationSteps, replicas, mode } = point;
  const batch =
    mode === 'training'
      ? `${microBatch} × ${gradientAccumulationSteps} × ${replicas}`
      : `${microBatch} × ${replicas}, inference`;
  return `${chip}, ${sequenceLength}, ${batch}`;
}

function replacePart(text: string, name: string, part: string): string {
  const [open, close] = [`<!-- ${name}: written by npm run fit-ipu-model -->`, `<!-- end of ${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start)
    throw new Error(`docs/ipu-model.md has no part “${name}” between ${open} and ${close}.`);
  return `${text.slice(0, start + open.length)}\n\n${part}\n\n${text.slice(end)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function figure(value: number): string {
  return value < 100 ? value.toPrecision(3) : value.toFixed(0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
}
