// Types of process.mjs, for the scripts that run once there is a Node 24. It is no TypeScript itself because set-up starts on older ones.

import type { SpawnOptions } from 'node:child_process';

export const projectRoot: string;
export const projectNode: string;

export class SetupError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string);
}

export function step<T>(title: string, work: () => Promise<T>): Promise<T>;
export function run(file: string, args: readonly string[], options?: SpawnOptions): Promise<number | string>;
export function ask(file: string, args: readonly string[], options?: SpawnOptions): Promise<string | null>;
export function findProgram(candidates: readonly string[]): string | null;
export function npmCommand(): [file: string, ...lead: string[]];
