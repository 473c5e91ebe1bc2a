// How many sequences the data of experiments make, for everybody who asks: counted once for each state of the data, one after the
// other, in a thread of its own. Knows the language client, not VS Code.

import type { LanguageClient } from '../language/client.ts';
import { toErrorShape } from '../shared/errors.ts';
import type { DataCounts, ExperimentText } from '../shared/messages/language.ts';
import { createListeners } from './listeners.ts';

export interface SampleCounts {
  /** What is known of the data with this key. */
  get(key: string): DataCounts | undefined;
  /** Has the data of a text counted, unless they are known; of one file, only those that were asked for last. */
  want(text: ExperimentText, key: string): void;
  /** Listens for keys whose data have been counted, or could not be. */
  onCounted(listener: (key: string) => void): () => void;
}

interface Wanted {
  readonly text: ExperimentText;
  readonly key: string;
}

/** Counts are small, but files and their states may be many. */
const keptCounts = 50;

export function createSampleCounts(language: Pick<LanguageClient, 'countSamples'>): SampleCounts {
  const counted = new Map<string, DataCounts>();
  const wanted = new Map<string, Wanted>();
  const listeners = createListeners<string>();
  let running: Wanted | undefined;

  const remember = (counts: DataCounts): void => {
    counted.set(counts.key, counts);
    const [oldest] = counted.keys();
    if (counted.size > keptCounts && oldest !== undefined) counted.delete(oldest);
  };
  const start = async (next: Wanted): Promise<void> => {
    running = next;
    const counts = await language
      .countSamples(next.text)
      .catch((thrown: unknown) => unknownCounts(next.key, toErrorShape(thrown).message));
    // Another count has taken its place.
    if (running !== next) return;
    running = undefined;
    if (counts) {
      remember(counts);
      listeners.call(next.key);
    }
    goOn();
  };
  const goOn = (): void => {
    if (running) return;
    for (const [file, next] of wanted) {
      wanted.delete(file);
      if (!counted.has(next.key)) return void start(next);
    }
  };
  return {
    get: (key) => counted.get(key),
    want(text, key) {
      wanted.delete(text.file);
      if (counted.has(key) || running?.key === key) return;
      const next = { text, key };
      // The data that are being counted are no longer those of the file.
      if (running?.text.file === text.file) return void start(next);
      wanted.set(text.file, next);
      goOn();
    },
    onCounted: listeners.add,
  };
}

/** What failed once would fail again: it is not tried until the data are others. */
function unknownCounts(key: string, note: string): DataCounts {
  return { key, train: null, eval: null, note };
}
