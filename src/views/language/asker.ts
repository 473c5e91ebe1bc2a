// Asks the language threads about a document on behalf of the editor: nothing for what nobody waits for any more, and a failure is
// shown once, not at every key. Knows documents as far as it must, not VS Code.

import type { LanguageClient } from '../../language/client.ts';
import type { ExperimentText } from '../../shared/messages/language.ts';
import type { Reporter } from '../report.ts';

/** What a text document of VS Code says of itself. */
export interface AskedDocument {
  readonly version: number;
  readonly isClosed: boolean;
}

/** VS Code's sign that it no longer waits. */
export interface CancellationSign {
  readonly isCancellationRequested: boolean;
}

/** Asks one question; undefined if the answer came too late, or none could be had. */
export type Ask<D extends AskedDocument> = <R>(
  document: D,
  token: CancellationSign | undefined,
  question: (language: LanguageClient, text: ExperimentText) => Promise<R | undefined>,
) => Promise<R | undefined>;

/** `textOf` gives a document's text, and the path from whose folder its own paths count. */
export function createAsker<D extends AskedDocument>(
  language: LanguageClient,
  { report }: Reporter,
  textOf: (document: D) => ExperimentText,
): Ask<D> {
  let isFailing = false;
  return async (document, token, question) => {
    const { version } = document;
    const isLate = (): boolean =>
      document.isClosed || document.version !== version || token?.isCancellationRequested === true;
    if (isLate()) return undefined;
    try {
      const answer = await question(language, textOf(document));
      isFailing = false;
      return isLate() ? undefined : answer;
    } catch (thrown) {
      if (!isFailing) void report(thrown);
      isFailing = true;
      return undefined;
    }
  };
}
