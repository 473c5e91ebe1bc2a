// Machines with their IPUs, published configurations and other experiment files to build on, and groups of runs.

import { machines, podSizes } from '../../engine/ipu/machine.ts';
import { podTypes } from '../../engine/ipu/ipu-config/pod.ts';
import type { ListPlace } from './place.ts';
import {
  type PublishedConfiguration,
  publishedConfiguration,
  publishedConfigurationNames,
} from '../published/configurations.ts';
import { podIpusOf } from '../plan-input.ts';
import { type Draft, tryValues } from './draft.ts';
import { distance, writePath } from './paths.ts';
import { counted, evaluationWords, renderJson } from './render.ts';
import type { Suggestion } from './suggestion.ts';
import type { Surroundings } from './surroundings.ts';

/** For `pod_type`: the machines that the chosen version of optimum-graphcore knows. */
export function suggestPods({ experiment: { plan } }: Draft): Suggestion[] {
  const machine = machines[plan.chip];
  return podTypes(plan.optimum_graphcore).map((pod) => {
    const ipus = podIpusOf(pod) ?? 0;
    const boxes = counted(Math.ceil(ipus / machine.ipusPerMachine), machine.housing);
    return {
      value: pod,
      kind: 'machine',
      detail: `${ipus} × ${machine.name} in ${boxes}`,
      documentation: `${counted(ipus, 'IPU')}, ${machine.name} as \`plan.chip\` says, in ${boxes}. Source: docs.graphcore.ai, data sheets.`,
    };
  });
}

/** For `n_ipu`. */
export function suggestIpuCounts(draft: Draft): Suggestion[] {
  const machine = machines[draft.experiment.plan.chip];
  return [1, 2, ...podSizes].flatMap((ipus) => {
    const { input, evaluation, isSound } = tryValues(draft, { ipu_config: { n_ipu: ipus } });
    if (!isSound()) return [];
    const { ipusPerReplica, replicationFactor } = input.training;
    const use = `${counted(replicationFactor, 'replica')} of ${counted(ipusPerReplica, 'IPU')}`;
    return [
      {
        value: ipus,
        kind: 'machine' as const,
        detail: evaluation ? `${use} · ${evaluationWords(evaluation)}` : use,
        documentation: `${ipus} × ${machine.name}, of which this file takes ${ipusPerReplica * replicationFactor}: ${use}. Modelled, not measured.`,
      },
    ];
  });
}

/** For `ipu_config_name`. */
export function suggestConfigurationNames(draft: Draft): Suggestion[] {
  return publishedFor(draft).map((each) => ({
    value: each.name,
    kind: 'configuration',
    detail: each.summary,
    documentation: `${describe(each)}\n\nHere the name is for the record; to take over its values, write it in \`extends\`.`,
  }));
}

/** For `extends`: experiment files nearby and published configurations. */
export function suggestParents(
  draft: Draft,
  { file, experiments }: Surroundings,
  list: ListPlace | null,
): Suggestion[] {
  const taken = new Set(list?.before ?? []);
  const files = experiments
    .filter(({ path }) => path !== file)
    .sort((a, b) => distance(file, a.path) - distance(file, b.path))
    .map(({ path, description }) => ({
      value: writePath(file, path),
      kind: 'experiment' as const,
      detail: description || 'experiment file',
      documentation: `An experiment file in this workspace.${description ? `\n\n${description}` : ''}\n\n\`${path}\``,
    }));
  const published = publishedFor(draft).map((each) => ({
    value: each.name,
    kind: 'configuration' as const,
    detail: each.summary,
    documentation: describe(each),
  }));
  return [...files, ...published].filter(({ value }) => !taken.has(value));
}

/** Those whose layers are as many as the model's go first. */
function publishedFor({ experiment, geometry, values }: Draft): PublishedConfiguration[] {
  const isKnown = geometry !== null || values.model?.num_hidden_layers !== undefined;
  const layers = isKnown ? experiment.model.num_hidden_layers : null;
  const misfit = ({ values: { ipu_config: ipu } }: PublishedConfiguration): number =>
    Number(layers !== null && (ipu?.layers_per_ipu ?? []).reduce((sum, each) => sum + each, 0) !== layers);
  return publishedConfigurationNames.map((name) => publishedConfiguration(name)!).sort((a, b) => misfit(a) - misfit(b));
}

function describe({ summary, source, values }: PublishedConfiguration): string {
  const lines = Object.entries(values.ipu_config ?? {}).map(([name, value]) => `"${name}": ${renderJson(value)}`);
  return `${summary}. Published: ${source}.\n\n\`\`\`json\n${lines.join(',\n')}\n\`\`\``;
}

/** For `group`: those of earlier runs. */
export function suggestGroups(_: Draft, { runs }: Surroundings): Suggestion[] {
  const groups = [...new Set(runs.map(({ group }) => group).filter((group) => group !== ''))];
  return groups.map((group) => {
    const members = runs.filter((run) => run.group === group);
    return {
      value: group,
      kind: 'run',
      detail: counted(members.length, 'earlier run'),
      documentation: `Shown together with ${members
        .slice(0, 5)
        .map(({ name }) => `\`${name}\``)
        .join(', ')}.`,
    };
  });
}
