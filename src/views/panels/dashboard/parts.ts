// What the dashboard's host side works with.

import type * as vscode from 'vscode';
import type { AnalysisClient } from '../../../analysis/client.ts';
import type { LanguageClient } from '../../../language/client.ts';
import type { AskClient } from '../../../runner/ask.ts';
import type { Reporter } from '../../report.ts';
import type { RunIndex } from '../../run-index.ts';

export interface DashboardParts {
  readonly context: vscode.ExtensionContext;
  readonly index: RunIndex;
  readonly analysis: AnalysisClient;
  readonly language: LanguageClient;
  readonly reporter: Reporter;
  /** Asks models of runs. */
  readonly answers: AskClient;
}
