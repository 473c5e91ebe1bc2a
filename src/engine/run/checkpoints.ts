// The checkpoints of a run: saving one that the run can go on from, and finding the newest that is whole and its own.

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Experiment } from '../../config/fields.ts';
import { runFiles } from '../../shared/run-folder.ts';
import { systemCode } from '../../system/errors.ts';
import { verifyCheckpoint, type Manifest, type Provenance } from '../checkpoint/manifest.ts';
import { loadWeights } from '../checkpoint/safetensors.ts';
import { pruneCheckpoints, saveCheckpoint, type Checkpoint } from '../checkpoint/save.ts';
import type { Tensor } from '../checkpoint/weight-source.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import type { TrainerState } from '../train/trainer.ts';
import { parseTrainerState, renderTrainerState, type ResumeState } from './trainer-state.ts';

const stateFile = 'trainer_state.json';
const optimizerFile = 'optimizer.safetensors';
// PyTorch's names of Adam's moments.
const firstMoment = (name: string): string => `${name}.exp_avg`;
const secondMoment = (name: string): string => `${name}.exp_avg_sq`;

/** A checkpoint that a run goes on from. */
export interface ResumePoint {
  /** Its folder, absolute. */
  readonly folder: string;
  /** The same, relative to the run folder. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly state: ResumeState;
}

export interface RunCheckpoint extends Omit<Checkpoint, 'extraFiles' | 'provenance'> {
  readonly training: Experiment['training'];
  readonly tensors: TrainerState['tensors'];
  readonly state: ResumeState;
  readonly provenance: Provenance;
}

/** Saves everything that the run needs to go on, and removes the oldest checkpoints beyond the limit; gives the path in the run folder. */
export async function saveRunCheckpoint(runFolder: string, checkpoint: RunCheckpoint): Promise<string> {
  const { training, tensors, state, specs } = checkpoint;
  const folder = join(runFolder, runFiles.checkpoints);
  await saveCheckpoint(folder, state.step, {
    ...checkpoint,
    extraFiles: [
      { name: optimizerFile, tensors: momentTensors(specs, tensors) },
      { name: stateFile, text: renderTrainerState(state, training) },
    ],
  });
  if (training.save_total_limit !== null) await pruneCheckpoints(folder, training.save_total_limit);
  return checkpointPath(state.step);
}

/** The newest checkpoint that is whole and this run's own; those passed over are told with the reason. Null: there is none. */
export async function findResumePoint(
  runFolder: string,
  onPassedOver: (note: string) => void,
): Promise<ResumePoint | null> {
  for (const step of await listSteps(join(runFolder, runFiles.checkpoints))) {
    const path = checkpointPath(step);
    const folder = join(runFolder, path);
    const found = await openCheckpoint(folder, basename(runFolder), step);
    if (typeof found !== 'string') return { folder, path, ...found };
    onPassedOver(`${path} is passed over: ${found}.`);
  }
  return null;
}

/** Moments and weights of a checkpoint, as a trainer takes them; `weights` are those loaded from it. */
export async function loadTensors(
  point: ResumePoint,
  weights: ReadonlyMap<string, Float32Array>,
): Promise<TrainerState['tensors']> {
  const moments = await loadWeights(join(point.folder, optimizerFile));
  const moment = (name: string): Float32Array => {
    const tensor = moments.get(name);
    if (tensor === undefined) throw new Error(`${optimizerFile} of ${point.path} has no tensor ${name}`);
    return tensor.data;
  };
  return new Map(
    [...weights].map(([name, data]) => [
      name,
      { weights: data, first: moment(firstMoment(name)), second: moment(secondMoment(name)) },
    ]),
  );
}

function momentTensors(specs: readonly ParameterSpec[], tensors: TrainerState['tensors']): ReadonlyMap<string, Tensor> {
  return new Map(
    specs.flatMap(({ name, shape }) => {
      const { first, second } = tensors.get(name)!;
      return [
        [firstMoment(name), { shape, data: first }],
        [secondMoment(name), { shape, data: second }],
      ];
    }),
  );
}

async function openCheckpoint(
  folder: string,
  runId: string,
  step: number,
): Promise<{ manifest: Manifest; state: ResumeState } | string> {
  const manifest = await verifyCheckpoint(folder);
  if (typeof manifest === 'string') return manifest;
  if (manifest.runId !== runId) return `it belongs to run ${manifest.runId}`;
  const listed = manifest.files.map(({ name }) => name);
  const absent = ['model.safetensors', 'config.json', 'vocab.txt', optimizerFile, stateFile].find(
    (name) => !listed.includes(name),
  );
  if (absent !== undefined) return `it has no ${absent}`;
  const state = parseTrainerState(await readFile(join(folder, stateFile), 'utf8'));
  if (state === undefined || state.step !== step || manifest.step !== step)
    return `its ${stateFile} is not of update ${step}`;
  return { manifest, state };
}

/** Steps of the checkpoints, newest first. */
async function listSteps(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .map((name) => /^checkpoint-(\d+)$/.exec(name)?.[1])
    .filter((step) => step !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
}

function checkpointPath(step: number): string {
  return `${runFiles.checkpoints}/checkpoint-${step}`;
}
