// A model card → a run: its recipe as the experiment, its results as the journal, and the card itself to the letter, for what an
// experiment cannot hold.

import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CardFacts } from '../../card/facts.ts';
import { parseModelCard } from '../../card/parse.ts';
import { type Notice, Notices } from '../../config/import/notices.ts';
import type { Experiment } from '../../config/fields.ts';
import { importedFileTooLarge, importNotReadable, noRunToImport } from '../errors.ts';
import { experimentOfText, type FoundExperiment } from './experiment.ts';
import { findImported, hashFiles, type ImportedRun, type ImportRecord } from './imported-file.ts';
import { writeImportedRun } from './run-writer.ts';

/** What imported.json holds of a card. */
interface CardRecord extends ImportRecord {
  /** The whole card. */
  readonly text: string;
}

/** The largest card that is read. */
const mostBytes = 16 * 1024 * 1024;
const source = 'model-card';

/** Imports the card at this absolute path into the runs folder. Rejects with an AppError if it says nothing of a run. */
export async function importCard(file: string, runs: string): Promise<ImportedRun> {
  const text = await readCard(file);
  const { facts, notices: ofCard } = parseModelCard(text);
  const found = await experimentOfText(text, dirname(file), basename(file));
  if (!found.isSaid && facts.results === null) throw noRunToImport(file);
  const experiment = withFacts(found.experiment, facts, basename(file));
  const notices = together(found, ofCard);
  const sha256 = await hashFiles([file]);
  const known = await findImported(runs, source, sha256);
  const about = { name: experiment.name, source, file, notices } as const;
  if (known !== undefined) return { runId: known, folder: join(runs, known), isNew: false, ...about };
  const now = Date.now();
  const record: CardRecord = { source, file, sha256, importedAt: now, notices, text };
  const environment = environmentOf(facts);
  const { runId, folder } = await writeImportedRun(
    runs,
    { experiment, environment, startedAt: now },
    async (journal) => {
      for (const { kind, message } of notices)
        journal.write({ kind: 'log', level: kind === 'contradiction' ? 'warning' : 'info', message }, now);
      if (facts.unfinished) journal.write({ kind: 'metrics', step: facts.unfinished.step, values: {} }, now);
      if (facts.results) journal.write({ kind: 'result', values: facts.results }, now);
      journal.write({ kind: 'end', state: facts.unfinished ? 'stopped' : 'completed' }, now);
      return { record };
    },
  );
  return { runId, folder, isNew: true, ...about };
}

async function readCard(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw importedFileTooLarge(file, size, mostBytes);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw importNotReadable(file, error.message);
    throw error;
  }
}

/** A card is known by its title, and says what the model is for. */
function withFacts(experiment: Experiment, { title, description, metadata }: CardFacts, file: string): Experiment {
  const name = [title, metadata.modelIndex?.name ?? '', experiment.name, file].find((each) => each.trim() !== '') ?? '';
  return { ...experiment, name: name.trim(), description: description.join('\n\n') };
}

/** What the recipe's import says of a contradiction is said there more fully. */
function together({ notices: ofRecipe }: FoundExperiment, ofCard: readonly Notice[]): readonly Notice[] {
  const all = new Notices();
  const said = new Set(ofRecipe.filter(({ kind }) => kind === 'contradiction').map(({ name }) => name));
  for (const { kind, name, message } of ofRecipe) all.add(kind, name, message);
  for (const { kind, name, message } of ofCard) if (!said.has(name)) all.add(kind, name, message);
  return all.all;
}

function environmentOf({ versions, machine }: CardFacts): object | null {
  if (versions.length === 0 && machine === null) return null;
  return { versions: Object.fromEntries(versions.map(({ name, text }) => [name, text])), machine, source: null };
}
