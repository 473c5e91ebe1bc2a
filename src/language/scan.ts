// Gathers what lies around an experiment file: models, data, other experiments, runs. Each workspace is gone through in the
// background, nearest folders first, within limits of depth, entries and time; who asks gets what is known by then, so that no
// slow disk holds an editor up.

import { realpath, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { experimentSuffix } from '../config/resolve.ts';
import { emptyWorkspace, type FoundWorkspace, type Workspace } from '../config/language/surroundings.ts';
import { countTokens, descriptionOf, formatOf, tasksOf } from './scan-files.ts';
import { findModel, scanHubCache } from './scan-models.ts';
import { scanRuns } from './scan-runs.ts';

/** How far a scan goes. */
export interface ScanLimits {
  readonly depth: number;
  readonly folders: number;
  readonly entries: number;
  /** Files whose first bytes are read. */
  readonly peeks: number;
  readonly timeMs: number;
}

const usualLimits: ScanLimits = { depth: 8, folders: 2000, entries: 20_000, peeks: 500, timeMs: 5000 };

/** What was found is taken for good for so long. */
const freshMs = 3000;
/** The first time somebody asks, a quick disk may answer at once. */
const firstWaitMs = 80;

const passedOver =
  /^(?:node_modules|\.git|\.ipu|\.hg|\.svn|\.venv|venv|__pycache__|\.cache|\.vscode|\.vscode-test|\.idea|dist|out|build|target)$/;

/** What is known of a workspace, and whether the first look at it is over. */
export interface Known {
  readonly workspace: Workspace;
  readonly isComplete: boolean;
}

interface Entry {
  /** Of the last scan that came to its end; before, of the one under way. */
  found: FoundWorkspace;
  isComplete: boolean;
  scannedAt: number;
  running: Promise<void> | undefined;
}

export interface Scanner {
  /** What is known around the file, at once; looks again in the background if that is not fresh. */
  look(file: string, workspace: string | null): Promise<Known>;
}

/** `now` gives milliseconds; `hubCache` is another place of the Hub's cache. */
export function createScanner({
  limits = usualLimits,
  now = () => performance.now(),
  hubCache,
}: { limits?: ScanLimits; now?: () => number; hubCache?: string } = {}): Scanner {
  const entries = new Map<string, Entry>();
  const refresh = (entry: Entry, folders: readonly string[]): void => {
    const found = emptyWorkspace();
    if (!entry.isComplete) entry.found = found;
    entry.running = new Scan(found, limits, now)
      .run(folders, hubCache)
      .catch(() => undefined)
      .then(() => {
        Object.assign(entry, { found, isComplete: true, scannedAt: now(), running: undefined });
      });
  };
  return {
    async look(file, workspace) {
      const folders = startsOf(file, workspace);
      const key = folders.join('\n');
      let entry = entries.get(key);
      const isFirst = !entry;
      if (!entry) {
        entry = { found: emptyWorkspace(), isComplete: false, scannedAt: -Infinity, running: undefined };
        if (entries.size >= 8) entries.delete(entries.keys().next().value!);
        entries.set(key, entry);
      }
      if (!entry.running && now() - entry.scannedAt > freshMs) refresh(entry, folders);
      if (isFirst && entry.running) await withinTime(entry.running, firstWaitMs);
      return { workspace: entry.found, isComplete: entry.isComplete };
    },
  };
}

/** The file's own folder goes first, then all of the workspace. */
function startsOf(file: string, workspace: string | null): string[] {
  const folder = dirname(file);
  return workspace === null || workspace === folder ? [folder] : [folder, workspace];
}

/** Waits for the promise, but no longer than so many milliseconds. */
export async function withinTime(promise: Promise<void>, ms: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, late]);
  clearTimeout(timer);
}

/** One walk through the folders, one call to the system after the other: a dead network disk takes one thread, not all. */
class Scan {
  readonly #found: FoundWorkspace;
  readonly #limits: ScanLimits;
  readonly #isOver: () => boolean;
  readonly #seen = new Set<string>();
  #entries = 0;
  #peeks = 0;

  constructor(found: FoundWorkspace, limits: ScanLimits, now: () => number) {
    this.#found = found;
    this.#limits = limits;
    const end = now() + limits.timeMs;
    this.#isOver = () => now() > end;
  }

  async run(folders: readonly string[], hubCache?: string): Promise<void> {
    const workspace = folders.at(-1)!;
    const { runs, checkpoints } = await scanRuns(workspace, this.#isOver);
    this.#found.runs.push(...runs);
    this.#found.checkpoints.push(...checkpoints);
    for (const folder of folders) await this.#walk(folder);
    const { models, datasets } = await scanHubCache(hubCache);
    this.#found.cachedModels.push(...models);
    this.#found.cachedDatasets.push(...datasets);
  }

  async #walk(start: string): Promise<void> {
    const queue = [{ folder: start, depth: 0 }];
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (this.#isOver() || this.#entries >= this.#limits.entries || this.#seen.size >= this.#limits.folders) return;
      const { folder, depth } = next;
      // By their real places, so that links in a circle come to an end.
      const real = await realpath(folder).catch(() => undefined);
      if (real === undefined || this.#seen.has(real)) continue;
      this.#seen.add(real);
      const folders = await this.#readFolder(folder);
      if (depth < this.#limits.depth) queue.push(...folders.map((each) => ({ folder: each, depth: depth + 1 })));
    }
  }

  /** Notes the folder's files and gives the folders in it. */
  async #readFolder(folder: string): Promise<string[]> {
    const entries = (await readdir(folder, { withFileTypes: true }).catch(() => [])).slice(0, this.#limits.entries);
    this.#entries += entries.length;
    const folders: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (this.#isOver()) return folders;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!passedOver.test(entry.name)) folders.push(path);
      } else if (entry.isFile()) await this.#noteFile(path, entry.name);
      else if (entry.isSymbolicLink() && !passedOver.test(entry.name)) {
        const target = await stat(path).catch(() => undefined);
        if (target?.isDirectory()) folders.push(path);
        else if (target?.isFile()) await this.#noteFile(path, entry.name);
      }
    }
    return folders;
  }

  async #noteFile(path: string, name: string): Promise<void> {
    if (name === 'config.json') return this.#noteModel(dirname(path));
    const isExperiment = name.endsWith(experimentSuffix);
    const format = formatOf(name);
    if ((!isExperiment && format === undefined) || this.#peeks >= this.#limits.peeks) return;
    this.#peeks++;
    const sizeBytes = (await stat(path).catch(() => undefined))?.size ?? 0;
    if (isExperiment) {
      this.#found.experiments.push({ path, description: await descriptionOf(path, sizeBytes) });
      return;
    }
    const tokens = format === 'text' ? await countTokens(path, sizeBytes) : undefined;
    if (tokens !== undefined) this.#found.vocabularies.push({ path, tokens });
    else await this.#noteData(path, format!, sizeBytes);
  }

  async #noteModel(folder: string): Promise<void> {
    const model = await findModel(folder);
    if (model) this.#found.models.push(model);
  }

  async #noteData(path: string, format: NonNullable<ReturnType<typeof formatOf>>, sizeBytes: number): Promise<void> {
    const tasks = await tasksOf(path, format);
    if (tasks) this.#found.dataFiles.push({ path, format, sizeBytes, tasks });
  }
}
