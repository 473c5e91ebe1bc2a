// ipu_config.json → what that version of optimum-graphcore makes of it: a value for each of its entries, and what it refuses,
// warns of, or leaves out without a word.
// Source: huggingface/optimum-graphcore optimum/graphcore/ipu_configuration.py, `__init__` and `from_dict` of each version.

import { AppError } from '../../../shared/errors.ts';
import { checkConfigValue, wantedWords, wrongValue } from './check.ts';
import { crossCheck, type IpuConfigFinding } from './cross-check.ts';
import { ipuConfigNotAnObject, show } from './errors.ts';
import type { IpuConfigFamily } from './family.ts';
import { type IpuConfigValues, resolveDerived } from './layouts.ts';
import { forPodType, isDictionary } from './pod.ts';
import { counted } from '../words.ts';
import {
  type ConfigValue,
  extraNames,
  hasField,
  ipuConfigField,
  type IpuConfigField,
  ipuConfigTable,
} from './table.ts';

/** What a version makes of an ipu_config.json. */
export interface ReadIpuConfig {
  /** Every entry of the family; one with a fault has its default. Derived values are filled in. */
  readonly values: IpuConfigValues;
  readonly findings: readonly IpuConfigFinding[];
  /** Entries that the file itself gives, without fault. */
  readonly given: ReadonlySet<string>;
}

export interface ReadOptions {
  /** The machine, such as `pod16`: decides pod dictionaries. */
  readonly podType?: string;
}

/** Reads the JSON of an ipu_config.json. Throws an AppError if it is no object; everything else is in the findings. */
export function readIpuConfig(json: unknown, family: IpuConfigFamily, options: ReadOptions = {}): ReadIpuConfig {
  if (!isDictionary(json)) throw ipuConfigNotAnObject(json);
  const read: Record<string, ConfigValue> = {};
  const findings: IpuConfigFinding[] = [];
  for (const [name, raw] of Object.entries(json)) {
    if (extraNames.includes(name)) continue;
    const field = ipuConfigField(name);
    const entry = field && hasField(field, family) ? readEntry(field, raw, family, options) : absent(name, raw, family);
    if (entry.value !== undefined) read[name] = entry.value;
    findings.push(...entry.findings);
  }
  const defaults = ipuConfigTable.flatMap((field): [string, ConfigValue][] => {
    const value = field.defaults[family];
    return value === undefined ? [] : [[field.name, value]];
  });
  const values = resolveDerived({ ...Object.fromEntries(defaults), ...read }, family);
  const given = new Set(Object.keys(read));
  findings.push(...listFinding(values, given, family), ...crossCheck(values, family));
  return { values: withoutSharding(values, family), findings, given };
}

interface Entry {
  readonly value: ConfigValue | undefined;
  readonly findings: readonly IpuConfigFinding[];
}

function readEntry(field: IpuConfigField, raw: unknown, family: IpuConfigFamily, { podType }: ReadOptions): Entry {
  const { name, kind } = field;
  let value = raw;
  if (isDictionary(raw) && kind !== 'kwargs') {
    if (family === '0.6.1') return { value: undefined, findings: [dictionaryRefused(field)] };
    try {
      value = forPodType(name, raw, podType, family);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const { code, message, hint } = thrown;
      return { value: undefined, findings: [{ severity: 'error', code, field: name, message, hint }] };
    }
  }
  const checked = checkConfigValue(field, value, family);
  if ('wanted' in checked) return { value: undefined, findings: [refused(field, value, family)] };
  return special(field, checked.value);
}

/** Values that do not mean what they say. */
function special({ name, kind, versions }: IpuConfigField, value: ConfigValue): Entry {
  const finding = (
    severity: IpuConfigFinding['severity'],
    code: string,
    message: string,
    hint: string,
  ): IpuConfigFinding[] => [{ severity, code, field: name, message, hint }];
  if (kind === 'factor' && value === 0) {
    const message = `\`${name}\` is 0, which means 1 here and is refused from version 0.6.1 on.`;
    return { value: 1, findings: finding('info', 'factor-zero', message, 'Write 1.') };
  }
  if (kind === 'seed' && value === 0) {
    const message = `\`${name}\` is 0, which counts as unset: the IPUs’ random numbers differ from run to run.`;
    return { value: null, findings: finding('warning', 'seed-zero-unset', message, 'Write another number.') };
  }
  if (name === 'execute_encoder_on_cpu_for_generation' && value === true) {
    const message = `\`${name}\` is reserved: true is a NotImplementedError.`;
    return { value: false, findings: finding('error', 'not-implemented', message, 'Leave it out.') };
  }
  if (versions.startsWith('v0.7.0')) {
    const message = `\`${name}\` came with version 0.7.0; 0.6.1 itself refuses it as an unknown argument.`;
    return { value, findings: finding('info', 'needs-newer-version', message, 'Use version 0.7.0, or leave it out.') };
  }
  return { value, findings: [] };
}

function absent(name: string, raw: unknown, family: IpuConfigFamily): Entry {
  const reason = ipuConfigField(name)?.passedOver?.[family];
  if (reason !== undefined) {
    const message = `\`${name}\` is taken and does nothing: ${reason}.`;
    const finding: IpuConfigFinding = {
      severity: 'warning',
      code: 'entry-passed-over',
      field: name,
      message,
      hint: 'Leave it out.',
    };
    return { value: undefined, findings: raw ? [finding] : [] };
  }
  const shown = show(name);
  const versions = ipuConfigField(name)?.versions;
  const had = versions === undefined ? '' : ` It belongs to ${versions}.`;
  const finding: IpuConfigFinding =
    family === '0.6.1'
      ? {
          severity: 'error',
          code: 'entry-unknown',
          field: name,
          message: `${shown} is refused (IncompatibleIPUConfigError: IPUConfig received unknown arguments).${had}`,
          hint: 'Take it out.',
        }
      : {
          severity: 'warning',
          code: 'entry-ignored',
          field: name,
          message: `${shown} is kept without a word and does nothing in this version.${had}`,
          hint: 'Take it out.',
        };
  return { value: undefined, findings: [finding] };
}

function dictionaryRefused({ name, kind }: IpuConfigField): IpuConfigFinding {
  return {
    severity: 'error',
    code: 'pod-dictionary-refused',
    field: name,
    message: `\`${name}\` has a value for each machine, which is refused from version 0.6.1 on (ValueError: must be of type \`int\`).`,
    hint: `Write ${wantedWords(kind)}; --n_ipu decides the replicas.`,
  };
}

function refused({ name, kind }: IpuConfigField, value: unknown, family: IpuConfigFamily): IpuConfigFinding {
  const wanted = wantedWords(kind);
  const later = family === '0.6.1' ? '' : ' This version lets it pass and fails later.';
  const message = wrongValue(name, value, wanted) + later;
  return { severity: 'error', code: 'entry-wrong', field: name, message, hint: `Write ${wanted}.` };
}

// Up to v0.5 the list alone places the layers, whatever stands beside it.
function listFinding(values: IpuConfigValues, given: ReadonlySet<string>, family: IpuConfigFamily): IpuConfigFinding[] {
  const { ipus_per_replica: ipus, layers_per_ipu: layers } = values;
  if (family !== '0.5' || !given.has('ipus_per_replica') || !Array.isArray(layers) || layers.length === ipus) return [];
  return [
    {
      severity: 'warning',
      code: 'ipus-not-the-list',
      field: 'ipus_per_replica',
      message: `\`ipus_per_replica\` is ${show(ipus)}, but \`layers_per_ipu\` has ${counted(layers.length, 'entry', 'entries')}, and ${layers.length === 1 ? 'it places' : 'they place'} the layers.`,
      hint: `Write ${layers.length}.`,
    },
  ];
}

// Source: ipu_configuration.py v0.3.0 to v0.6.0: without replicas it is set to False, with a warning.
function withoutSharding(values: IpuConfigValues, family: IpuConfigFamily): IpuConfigValues {
  return family !== '0.6.1' && values['replication_factor'] === 1
    ? { ...values, replicated_tensor_sharding: false }
    : values;
}
