// A plan as one page of text, the same in a terminal, a file and a pipe: the verdict first, then what it rests on. Pure; nothing
// is worked out here.

import type { MachinePlan, Plan } from '../../shared/plan.ts';
import { oneLine } from '../output.ts';
import { renderBatch } from './batch-table.ts';
import { formatCount, formatPlural, wrapText } from './figures.ts';
import { renderIpus, renderMemory } from './ipu-tables.ts';
import { renderRemedies, renderWarnings } from './remedies.ts';
import { renderRunFigures } from './run-figures.ts';
import { renderVerdict } from './verdict.ts';

/** What the plan is of, in the user's words. */
export interface Subject {
  /** Of the experiment or the model. */
  readonly name: string;
  /** The model's geometry and where it comes from. */
  readonly model: string;
  readonly task: string;
  readonly sequenceLength: number;
}

/** The page. */
export function renderPlan(plan: Plan, subject: Subject): string {
  const ipus = plan.mode === 'training' ? plan.ipus : plan.inferenceIpus;
  const advice = [renderWarnings(plan), renderRemedies(plan)];
  const figures = [
    renderBatch(plan),
    ...(ipus.length > 0 ? [renderIpus(ipus), renderMemory(ipus), renderRunFigures(plan)] : []),
  ];
  // Why it will not run, and what to do, matters more than how it would.
  const rest = plan.fits ? [...figures, ...advice] : [...advice, ...figures];
  const sections = [renderHead(plan, subject), renderVerdict(plan), ...rest];
  return sections.filter((section) => section !== '').join('\n\n');
}

function renderHead({ machine, mode }: Plan, { name, model, task, sequenceLength }: Subject): string {
  return [
    oneLine(`${name}: ${task}, ${formatPlural(sequenceLength, 'token')} a sequence`),
    wrapText(oneLine(model), '  ', '    '),
    wrapText(describeMachine(machine, mode), '  ', '    '),
    '  All figures are modelled, none is measured.',
  ].join('\n');
}

function describeMachine(machine: MachinePlan, mode: Plan['mode']): string {
  const { podIpus, usedIpus, name } = machine;
  const layout = (replicas: number, ipus: number): string =>
    `${formatPlural(replicas, 'replica')} of ${formatPlural(ipus, 'IPU')}`;
  const used =
    podIpus === null
      ? formatPlural(usedIpus, 'IPU')
      : usedIpus > podIpus
        ? `${formatPlural(usedIpus, 'IPU')} where there are ${formatCount(podIpus)}`
        : `${formatCount(usedIpus)} of ${formatPlural(podIpus, 'IPU')}`;
  const training = layout(machine.replicas, machine.ipusPerReplica);
  const inference = layout(machine.inferenceReplicas, machine.inferenceIpusPerReplica);
  const both = training === inference ? `${training}, in evaluation too` : `${training}, in evaluation ${inference}`;
  return `${name}, ${used}: ${mode === 'inference' ? inference : both}`;
}
