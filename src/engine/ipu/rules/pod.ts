// Rules of machines: how replicas fill the IPUs that are there.
// Sources: huggingface/optimum-graphcore optimum/graphcore/training_args.py (`n_ipu`: replication_factor = n_ipu //
// ipus_per_replica, none is a ValueError) and ipu_configuration.py (`_to_options`: autoRoundNumIPUs); V-IPU partitions are
// powers of two.

import type { PlanInput } from '../plan-input.ts';
import { counted, figure } from '../words.ts';
import { type ConfigurationFinding, ipusFields, isCount, type LayoutRule, namesOf, type Rule } from './finding.ts';

const podFields = ['ipu_config.n_ipu', 'ipu_config.pod_type'];

/** The largest machine that optimum-graphcore's `--n_ipu` takes. */
const largestNIpu = 64;

/** Rules of the machine as such. */
export const podRules: readonly Rule[] = [
  ({ podIpus }) =>
    podIpus === null || !isCount(podIpus) || isPowerOfTwo(podIpus)
      ? undefined
      : {
          severity: 'warning',
          code: 'pod-not-a-power-of-two',
          message: `A machine of ${counted(podIpus, 'IPU')} cannot be had: IPUs are allotted in powers of two.`,
          hint: `Write ${nextPowerOfTwo(podIpus) / 2} or ${nextPowerOfTwo(podIpus)}.`,
          fields: podFields,
          needs: podFields,
        },
  ({ podIpus }) =>
    podIpus === null || !isCount(podIpus) || podIpus <= largestNIpu
      ? undefined
      : {
          severity: 'info',
          code: 'pod-beyond-n-ipu',
          message: `optimum-graphcore takes \`n_ipu\` up to ${largestNIpu}; on ${counted(podIpus, 'IPU')} \`replication_factor\` has to be set instead.`,
          hint: 'Set `replication_factor` and `inference_replication_factor`.',
          fields: podFields,
          needs: podFields,
        },
  ({ chip, mode }) =>
    chip !== 'c600' || mode !== 'training'
      ? undefined
      : {
          severity: 'warning',
          code: 'chip-is-for-inference',
          message: 'The C600 is a card for inference; the figures for training on it are those of its compute alone.',
          hint: 'Plan training for gc200 or bow.',
          fields: ['plan.chip'],
          needs: ['plan.chip', 'training.do_train'],
        },
];

/** How a layout's replicas fill the machine. The first that applies. */
export const fillRule: LayoutRule = (input, pass) => {
  const { replicationFactor: replicas, ipusPerReplica: ipus } = input[pass];
  const { training } = input;
  const isSame = replicas === training.replicationFactor && ipus === training.ipusPerReplica;
  if (isSame && pass !== input.mode) return undefined;
  if (!isCount(replicas) || !isCount(ipus)) return checkReplicas(input, pass);
  const { podIpus: pod } = input;
  if (pod !== null && isCount(pod)) return checkFill(input, pass, pod);
  return checkRounding(input, pass);
};

function checkReplicas(input: PlanInput, pass: PlanInput['mode']): ConfigurationFinding | undefined {
  const { replicationFactor: replicas } = input[pass];
  if (isCount(replicas)) return undefined;
  const { name, fields } = namesOf(input, pass, 'replicationFactor', 'replication_factor');
  return {
    severity: 'error',
    code: 'replicas-wrong',
    message: `\`${name}\` is ${replicas}: there must be at least one replica.`,
    hint: 'Write a whole number from 1.',
    fields,
    needs: fields,
  };
}

function checkFill(input: PlanInput, pass: PlanInput['mode'], pod: number): ConfigurationFinding | undefined {
  const { replicationFactor: replicas, ipusPerReplica: ipus } = input[pass];
  const { name, fields } = namesOf(input, pass, 'replicationFactor', 'replication_factor');
  const ipusName = namesOf(input, pass, 'ipusPerReplica', 'ipus_per_replica');
  const needs = [...podFields, ...fields, ...ipusFields(pass)];
  const used = replicas * ipus;
  const most = Math.floor(pod / ipus);
  const what = pass === 'training' ? 'training' : 'evaluation';
  if (most === 0)
    return {
      severity: 'error',
      code: 'replicas-zero',
      message: `${counted(pod, 'IPU')} // \`${ipusName.name}\` ${ipus} makes 0 replicas: the machine cannot hold one copy of the model for ${what}.`,
      hint: `Use a machine of at least ${counted(nextPowerOfTwo(ipus), 'IPU')}, or at most ${counted(pod, 'IPU')} for a replica.`,
      fields: [...ipusName.fields, ...podFields],
      needs,
    };
  if (used > pod)
    return {
      severity: 'error',
      code: 'pod-too-small',
      message: `\`${name}\` ${replicas} × ${counted(ipus, 'IPU')} in a replica are ${counted(used, 'IPU')}, but the machine has ${figure(pod)}.`,
      hint: `Write ${most} in \`${name}\`, or use a machine of ${counted(nextPowerOfTwo(used), 'IPU')}.`,
      fields: [...fields, ...podFields],
      needs,
    };
  if (pod % ipus !== 0)
    return {
      severity: 'warning',
      code: 'pod-not-a-multiple',
      message: `${counted(pod, 'IPU')} cannot be shared out evenly among replicas of ${ipus}: at least ${pod % ipus} of them idle in ${what}.`,
      hint: 'Choose a number of IPUs for a replica that divides the machine.',
      fields: [...ipusName.fields, ...podFields],
      needs,
    };
  if (used === pod) return undefined;
  return {
    severity: pass === 'training' || input.mode === 'inference' ? 'warning' : 'info',
    code: 'pod-idle',
    message: `${pod - used} of the machine’s ${counted(pod, 'IPU')} ${pod - used === 1 ? 'idles' : 'idle'} in ${what}: \`${name}\` ${replicas} × ${counted(ipus, 'IPU')} in a replica are ${used}. Started with --n_ipu ${pod}, optimum-graphcore takes ${counted(most, 'replica')} whatever stands here.`,
    hint: `Write ${most} in \`${name}\`.`,
    fields: [...fields, ...podFields],
    needs,
  };
}

function checkRounding(input: PlanInput, pass: PlanInput['mode']): ConfigurationFinding | undefined {
  const { replicationFactor: replicas, ipusPerReplica: ipus } = input[pass];
  const used = replicas * ipus;
  if (isPowerOfTwo(used)) return undefined;
  const { name, fields } = namesOf(input, pass, 'replicationFactor', 'replication_factor');
  const needs = [...fields, ...ipusFields(pass)];
  return {
    severity: 'info',
    code: 'ipus-rounded-up',
    message: `\`${name}\` ${replicas} × ${counted(ipus, 'IPU')} in a replica are ${used}: ${nextPowerOfTwo(used)} will be taken, as IPUs are allotted in powers of two, and ${nextPowerOfTwo(used) - used} of them idle.`,
    hint: 'Choose replicas and IPUs that multiply to a power of two.',
    fields: needs,
    needs,
  };
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}

function nextPowerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
