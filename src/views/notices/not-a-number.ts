// Finds active runs whose loss is no number any more, or infinite: from there on they learn nothing. Told once a run.

import * as l10n from '@vscode/l10n';
import type { RunSummary } from '../../shared/messages/runs.ts';
import { isActive } from '../../shared/run-state.ts';
import { formatNumber } from '../../shared/run-text.ts';
import type { Notice } from './notice.ts';

export interface NumberWatch {
  /** The runs among these whose loss has just been found not to be a number. */
  take(runs: readonly RunSummary[]): readonly Notice[];
}

export function createNumberWatch(): NumberWatch {
  const told = new Set<string>();
  return {
    take: (runs) =>
      runs
        .filter((run) => isActive(run.state) && isBroken(run) && !told.has(run.runId))
        .map((run) => {
          told.add(run.runId);
          return describe(run);
        }),
  };
}

function isBroken({ latest }: RunSummary): boolean {
  return latest['loss'] !== undefined && !Number.isFinite(latest['loss']);
}

function describe(run: RunSummary): Notice {
  const text = l10n.t(
    'The loss of {0} is {1} at step {2}. Stop it and try a lower `learning_rate`, a longer warm-up (`warmup_ratio`), clipping (`max_grad_norm`) or `auto_loss_scaling`.',
    run.name,
    formatNumber(run.latest['loss']!),
    String(run.step),
  );
  return { kind: 'notANumber', severity: 'warning', text, run };
}
