// Everything there is to say about an experiment's text while it is edited: the problems of its examination, what counted data say,
// entries that change nothing, old names, and secrets. Pure; how each is mended is fixes.ts.

import { checkConfiguration } from '../../engine/ipu/rules.ts';
import type { ConfigurationFinding } from '../../engine/ipu/rules/finding.ts';
import type { Diagnostic, TextRange } from '../../shared/language.ts';
import type { Experiment } from '../fields.ts';
import { maxCharacters } from '../json-tree.ts';
import { planInputOf, podIpusOf, type SampleCounts } from '../plan-input.ts';
import type { Problem } from '../problem.ts';
import { type FieldNode, FieldNodes, rangeOf } from './field-nodes.ts';
import { formerName } from './former-names.ts';
import { findSecrets } from './secrets.ts';
import { findUnused } from './unused.ts';

/** What an examination of the text has found (load.ts). */
export interface Examined {
  readonly experiment: Experiment;
  readonly problems: readonly Problem[];
  readonly readable: boolean;
}

/** All diagnostics of a text, in its order. `samples` are the counts of its data, if they have been counted. Never throws. */
export function diagnose(text: string, examined: Examined, samples: SampleCounts | null): Diagnostic[] {
  const { experiment, problems, readable } = examined;
  const nodes = new FieldNodes(text);
  const found = [
    ...problems.map((problem) => diagnosticOf(problem, nodes)),
    ...findSecrets(text.slice(0, maxCharacters)).map(secret),
  ];
  if (readable) {
    const isFaulty = faultsIn(problems);
    found.push(...findUnused(nodes, experiment, isFaulty).map(unused), ...oldFields(nodes, experiment, isFaulty));
    if (samples && !problems.some(({ severity }) => severity === 'error'))
      found.push(...aboutData(nodes, experiment, samples));
  }
  return found.sort((a, b) => a.offset - b.offset || a.length - b.length);
}

/** Whether an entry's name or value has an error. */
function faultsIn(problems: readonly Problem[]): (entry: FieldNode) => boolean {
  const faults = problems.filter(({ severity }) => severity === 'error');
  return ({ property: { offset, length } }) =>
    faults.some((fault) => fault.offset >= offset && fault.offset + fault.length <= offset + length);
}

function diagnosticOf(problem: Problem, nodes: FieldNodes): Diagnostic {
  const { code, severity, message, hint, offset, length } = problem;
  const former = code === 'unknown-name' ? formerField(nodes.named({ offset, length })) : undefined;
  const tag = code === 'geometry-ignored' ? 'unnecessary' : null;
  return { code, severity, message, hint, tag, offset, length, ...former };
}

function formerField(entry: FieldNode | undefined): Partial<Diagnostic> | undefined {
  if (!entry) return undefined;
  const [section] = entry.path.includes('.') ? entry.path.split('.') : [];
  const former = formerName(entry.name, section);
  if (!former) return undefined;
  const { field, since, remedy } = former;
  const [home, name] = field?.split('.') ?? [];
  const message = field
    ? `\`${entry.name}\` is an old name: ${since} it is \`${name}\`.`
    : `\`${entry.name}\` is no field any more: ${since}.`;
  const hint = remedy ?? `Write \`${name}\` in the section \`${home}\` instead.`;
  return { code: 'field-renamed', message, hint, tag: 'deprecated' };
}

/** What still works but has a successor in the version that the plan goes by. */
function oldFields(
  nodes: FieldNodes,
  { ipu_config: ipu, plan }: Experiment,
  isFaulty: (entry: FieldNode) => boolean,
): Diagnostic[] {
  const entry = nodes.get('ipu_config.pod_type');
  if (!entry || entry.value.type === 'null' || isFaulty(entry)) return [];
  if (plan.optimum_graphcore !== '0.6.1' || nodes.get('ipu_config.n_ipu')) return [];
  const ipus = podIpusOf(ipu.pod_type);
  const message = '`pod_type` is deprecated since version 0.6.1 of optimum-graphcore, and gone in version 0.7.1.';
  const write = ipus === null ? 'Write `n_ipu`, the number of IPUs, instead' : `Write "n_ipu": ${ipus} instead`;
  const hint = `${write}, or name the version you use in \`optimum_graphcore\` of the section \`plan\`.`;
  const range = rangeOf(entry.property);
  return [{ code: 'field-deprecated', severity: 'information', message, hint, tag: 'deprecated', ...range }];
}

/** Codes of rules that need the data's sequences to be counted; all others have been checked with the file. */
const ofCounts: ReadonlySet<string> = new Set([
  'dataset-smaller-than-step',
  'samples-left-over',
  'eval-step-incomplete',
]);

function aboutData(nodes: FieldNodes, experiment: Experiment, samples: SampleCounts): Diagnostic[] {
  return checkConfiguration(planInputOf(experiment, samples))
    .filter(({ code, severity }) => ofCounts.has(code) && severity !== 'info')
    .map((finding) => aboutCount(finding, nodes.place(finding.fields)));
}

// They are rules of IPUs: the embedded engine takes what does not fill a step as it comes.
function aboutCount({ code, message, hint }: ConfigurationFinding, range: TextRange): Diagnostic {
  const runs = code === 'dataset-smaller-than-step' ? ' The embedded engine runs it all the same.' : '';
  const severity = code === 'dataset-smaller-than-step' ? 'warning' : 'information';
  return { code, severity, message: message + runs, hint, tag: null, ...range };
}

function unused({ entry, reason }: { entry: FieldNode; reason: string }): Diagnostic {
  const message = `\`${entry.name}\` changes nothing: ${reason}.`;
  const range = rangeOf(entry.property);
  return { code: 'field-unused', severity: 'hint', message, hint: 'Leave it out.', tag: 'unnecessary', ...range };
}

function secret({ message, hint, offset, length }: ReturnType<typeof findSecrets>[number]): Diagnostic {
  return { code: 'secret-in-file', severity: 'warning', message, hint, tag: null, offset, length };
}
