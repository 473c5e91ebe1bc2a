// Shows a failure as a notification with its remedy. The whole text also goes to the output channel, where lines stay lines.

import * as vscode from 'vscode';
import { toErrorShape } from '../shared/errors.ts';
import { shorten, withoutLinks } from './plain-text.ts';
import { fromWorkspace } from './workspace-text.ts';

/** A button of a notification. */
export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

export interface Reporter {
  /** Shows whatever was thrown; resolves when the notification is gone. */
  report(thrown: unknown, ...choices: readonly Choice[]): Promise<void>;
}

export function createReporter(log: vscode.LogOutputChannel): Reporter {
  return {
    async report(thrown, ...choices) {
      const { code, message, hint } = toErrorShape(thrown);
      log.error(`${message}\n${hint}`);
      // Only of faults of ours does the stack help anybody, and only in the log.
      if (code === 'internal-error' && thrown instanceof Error) log.error(thrown.stack ?? '');
      const { text, whole } = shorten(message);
      const all = whole ? choices : [...choices, { title: vscode.l10n.t('Show All'), run: () => log.show() }];
      const shown = withoutLinks(fromWorkspace(`${text} ${hint}`));
      const chosen = await vscode.window.showErrorMessage(shown, ...all.map((choice) => choice.title));
      await all.find((choice) => choice.title === chosen)?.run();
    },
  };
}
