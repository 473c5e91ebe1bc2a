// What is wrong and what would help: warnings, the file's problems, and remedies with the figures they lead to. Pure.

import * as l10n from '@vscode/l10n';
import type { PlanProblem, PlanView } from '../../../src/shared/messages/plan.ts';
import type { FieldEdit, Plan, PlanWarning, Remedy } from '../../../src/shared/plan.ts';
import { formatMargin, formatSpeedChange } from '../../common/quantities.ts';

export interface RemedyModel {
  /** Unique on the page: remedies of the plan first, then those of its warnings. */
  readonly number: number;
  readonly title: string;
  /** `+12 % samples/s, 83 MB free`. */
  readonly figures: string;
  readonly verdict: Remedy['verdict'];
  /** What pressing it writes: `ipu_config.layers_per_ipu: [3, 7, 7, 7]`. */
  readonly writes: string;
  readonly edits: readonly FieldEdit[];
}

export interface WarningModel {
  readonly code: string;
  readonly severity: PlanWarning['severity'];
  readonly message: string;
  readonly hint: string;
  readonly fields: readonly string[];
  readonly remedies: readonly RemedyModel[];
}

export interface AdviceModel {
  readonly problems: readonly PlanProblem[];
  /** Errors and warnings. */
  readonly warnings: readonly WarningModel[];
  /** What is good to know and nothing to mend. */
  readonly remarks: readonly WarningModel[];
  readonly remedies: readonly RemedyModel[];
  readonly remediesTitle: string;
}

export function adviceModel(view: Pick<PlanView, 'plan' | 'problems'>): AdviceModel {
  const { plan, problems } = view;
  if (!plan) return { problems, warnings: [], remarks: [], remedies: [], remediesTitle: '' };
  let number = 0;
  const model = (remedy: Remedy): RemedyModel => ({
    number: number++,
    title: remedy.title,
    figures: figuresOf(remedy, plan),
    verdict: remedy.verdict,
    writes: remedy.edits.map(describeEdit).join('\n'),
    edits: remedy.edits,
  });
  const remedies = plan.remedies.map(model);
  // What the plan offers itself need not be offered again by each warning.
  const offered = new Set(plan.remedies.map(keyOf));
  const warnings = plan.warnings.map((warning) => ({
    ...warning,
    fields: warning.fields.slice(0, mostFields),
    remedies: warning.remedies.filter((remedy) => !offered.has(keyOf(remedy))).map(model),
  }));
  return {
    problems,
    warnings: warnings.filter(({ severity }) => severity !== 'info'),
    remarks: warnings.filter(({ severity }) => severity === 'info'),
    remedies,
    remediesTitle: plan.fits ? l10n.t('What would make it faster') : l10n.t('What would help'),
  };
}

/** The best places to mend something; more of them only confuse. */
const mostFields = 3;

const keyOf = ({ edits }: Remedy): string => JSON.stringify(edits);

function figuresOf(remedy: Remedy, plan: Plan): string {
  const from = plan.verdict === null ? NaN : plan.throughput.samplesPerSecond;
  return `${formatSpeedChange(from, remedy.samplesPerSecond)}, ${formatMargin(remedy.marginBytes)}`;
}

/** A field and the value that would be written there. */
export function describeEdit({ field, value }: FieldEdit): string {
  if (value === null) return l10n.t('{0}: taken out', field);
  return `${field}: ${JSON.stringify(value)?.replaceAll(',', ', ') ?? String(value)}`;
}
