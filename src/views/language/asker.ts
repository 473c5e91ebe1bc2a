// Asks the language threads about a document on behalf of the editor: nothing for what nobody waits for any more, and a failure is
// shown once, not at every key.

import type * as vscode from 'vscode';
import type { LanguageClient } from '../../language/client.ts';
import type { ExperimentText } from '../../shared/messages/language.ts';
import { pathOf } from '../plan/followed-file.ts';
import type { Reporter } from '../report.ts';

/** Asks one question; undefined if the answer came too late, or none could be had. */
export type Ask = <R>(
  document: vscode.TextDocument,
  token: vscode.CancellationToken | undefined,
  question: (language: LanguageClient, text: ExperimentText) => Promise<R | undefined>,
) => Promise<R | undefined>;

export function createAsker(language: LanguageClient, { report }: Reporter): Ask {
  let isFailing = false;
  return async (document, token, question) => {
    const { version } = document;
    const isLate = (): boolean =>
      document.isClosed || document.version !== version || token?.isCancellationRequested === true;
    if (isLate()) return undefined;
    try {
      const answer = await question(language, { file: pathOf(document.uri), text: document.getText() });
      isFailing = false;
      return isLate() ? undefined : answer;
    } catch (thrown) {
      if (!isFailing) void report(thrown);
      isFailing = true;
      return undefined;
    }
  };
}
