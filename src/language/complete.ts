// What can be inserted at a place of a text, given what lies around the file. Waits for no disk for long: what is not known yet is
// offered the next time.

import { complete } from '../config/language/complete.ts';
import { type PartialExperiment } from '../config/fields.ts';
import { extendedBy, resolveExtends } from '../config/extends.ts';
import { parentsOnDisk } from '../config/parents.ts';
import { parseExperiment } from '../config/parse.ts';
import type { CompletionRequest, Completions } from '../shared/messages/language.ts';
import { createScanner, type Scanner, withinTime } from './scan.ts';

/** Parents are read again at each key, mostly from memory. */
const parentsWaitMs = 100;

/** Answers requests with what `scanner` knows. */
export function createCompleter(scanner: Scanner): (request: CompletionRequest) => Promise<Completions> {
  const known = new Map<string, PartialExperiment>();

  const inheritedBy = async (file: string, text: string): Promise<PartialExperiment> => {
    const names = extendedBy(parseExperiment(text).values);
    if (names.length === 0) return {};
    const key = JSON.stringify([file, names]);
    const reading = resolveExtends(parseExperiment(JSON.stringify({ extends: names })), file, parentsOnDisk).then(
      ({ values }) => {
        if (known.size > 100) known.clear();
        known.set(key, values);
      },
    );
    await withinTime(reading, parentsWaitMs);
    return known.get(key) ?? {};
  };
  return async ({ file, text, offset, workspace }) => {
    const [around, inherited] = await Promise.all([scanner.look(file, workspace), inheritedBy(file, text)]);
    const completions = complete(text, offset, { ...around.workspace, file, inherited });
    return { completions, isComplete: around.isComplete };
  };
}

/** The thread's own. */
export const completeText = createCompleter(createScanner());
