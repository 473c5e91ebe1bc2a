// The answer of a search as a scatter of speed against memory margin, a table, and what was left out. Pure.

import * as l10n from '@vscode/l10n';
import type { Candidate, FieldEdit, Plan, Suggestions } from '../../../src/shared/plan.ts';
import { describeEdit } from './advice.ts';
import { counted } from '../../common/counted.ts';
import { formatBytes, formatCount, formatMargin, formatRate } from '../../common/quantities.ts';

export interface CandidateModel {
  readonly number: number;
  readonly layers: string;
  readonly batch: string;
  readonly serialization: string;
  readonly optimizer: string;
  readonly checkpoint: string;
  readonly speed: string;
  readonly margin: string;
  readonly verdict: Candidate['verdict'];
  /** The file already says this. */
  readonly current: boolean;
  readonly writes: string;
  readonly edits: readonly FieldEdit[];
}

export interface ScatterPoint {
  /** From 0 to 1: speed to the right, margin upwards. */
  readonly x: number;
  readonly y: number;
  /** Of the candidate; null for the file as it stands. */
  readonly number: number | null;
  readonly label: string;
}

export interface SuggestionsModel {
  readonly candidates: readonly CandidateModel[];
  readonly points: readonly ScatterPoint[];
  readonly speedRange: readonly [low: string, high: string];
  readonly marginRange: readonly [low: string, high: string];
  /** Height at which nothing is free any more, if that is in the drawing. */
  readonly limit: number | null;
  readonly title: string;
  readonly rejected: readonly { readonly reason: string; readonly count: string; readonly best: string }[];
}

export function suggestionsModel(found: Suggestions, plan: Plan | null): SuggestionsModel {
  const candidates = found.front.map((candidate, number) => candidateModel(candidate, number, plan));
  const own = plan && plan.verdict !== null && plan.ipus.length > 0 ? ownPoint(plan) : null;
  const isCurrent = candidates.some(({ current }) => current);
  const values = [...found.front, ...(own && !isCurrent ? [own] : [])];
  const speed = rangeOf(values.map(({ samplesPerSecond }) => samplesPerSecond));
  const margin = rangeOf(values.map(({ marginBytes }) => marginBytes));
  return {
    candidates,
    points: values.map((value, index) => ({
      x: place(value.samplesPerSecond, speed),
      y: place(value.marginBytes, margin),
      number: index < candidates.length ? index : null,
      label: l10n.t('{0} samples/s, {1}', formatRate(value.samplesPerSecond), formatMargin(value.marginBytes)),
    })),
    speedRange: [formatRate(speed.low), formatRate(speed.high)],
    marginRange: [formatBytes(margin.low), formatBytes(margin.high)],
    limit: margin.low < 0 && margin.high > 0 ? place(0, margin) : null,
    title: describeSearch(found),
    rejected: found.rejected.map(({ reason, count, best }) => ({
      reason,
      count: formatCount(count),
      best: best ? describeCandidate(best) : '',
    })),
  };
}

function describeSearch({ looked, front, perUpdate, podIpus }: Suggestions): string {
  const kept = l10n.t('{0} per weight update on {1}', counted.sequences(perUpdate), counted.ipus(podIpus));
  if (front.length === 0) return l10n.t('None of {0} with {1} fits.', counted.configurations(looked), kept);
  return l10n.t('The best of {0} with {1}: more speed costs memory margin.', counted.configurations(looked), kept);
}

function candidateModel(candidate: Candidate, number: number, plan: Plan | null): CandidateModel {
  const { layersPerIpu, microBatch, gradientAccumulationSteps, replicas } = candidate;
  return {
    number,
    layers: layersPerIpu.join(', '),
    batch: `${microBatch} × ${gradientAccumulationSteps} × ${replicas}`,
    serialization: String(candidate.embeddingSerializationFactor),
    optimizer: candidate.optimizerStateOffchip ? l10n.t('off chip') : l10n.t('on chip'),
    checkpoint: candidate.recomputeCheckpointEveryLayer ? l10n.t('each layer') : l10n.t('each IPU'),
    speed: formatRate(candidate.samplesPerSecond),
    margin: formatMargin(candidate.marginBytes),
    verdict: candidate.verdict,
    current: plan !== null && isCurrent(candidate, plan),
    writes: candidate.edits.map(describeEdit).join('\n'),
    edits: candidate.edits,
  };
}

/** The plan leads to the very figures of the candidate by the same layout. */
function isCurrent(candidate: Candidate, { ipus, batch, throughput }: Plan): boolean {
  return (
    candidate.microBatch === batch.microBatch &&
    candidate.gradientAccumulationSteps === batch.gradientAccumulationSteps &&
    candidate.replicas === batch.replicas &&
    candidate.layersPerIpu.length === ipus.length &&
    candidate.layersPerIpu.every((layers, index) => layers === ipus[index]?.layers) &&
    Math.abs(candidate.samplesPerSecond / throughput.samplesPerSecond - 1) < 1e-6
  );
}

function ownPoint({ throughput, ipus }: Plan) {
  const marginBytes = Math.min(...ipus.map(({ memory }) => memory.marginBytes));
  return { samplesPerSecond: throughput.samplesPerSecond, marginBytes };
}

function describeCandidate(candidate: Candidate): string {
  const { layersPerIpu, microBatch, gradientAccumulationSteps, replicas, samplesPerSecond, marginBytes } = candidate;
  const batch = `${microBatch} × ${gradientAccumulationSteps} × ${replicas}`;
  const figures = l10n.t('{0} samples/s, {1}', formatRate(samplesPerSecond), formatMargin(marginBytes));
  return `${layersPerIpu.join(', ')} · ${batch}: ${figures}`;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(values: readonly number[]): Range {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? { low: 0, high: 0 } : { low: Math.min(...known), high: Math.max(...known) };
}

function place(value: number, { low, high }: Range): number {
  return high > low && Number.isFinite(value) ? (value - low) / (high - low) : 0.5;
}
