// The flags of a script → an experiment in the making. The same for a command line and for arguments in a JSON file.

import type { Argument } from '../field.ts';
import { rootFields, type Experiment } from '../fields.ts';
import { droppedOnImport, isSecret, readFlagValue, scriptArguments, writeNumber } from './arguments.ts';
import { settleExperiment } from '../settle.ts';
import { baseConfiguration } from './base.ts';
import { Draft } from './draft.ts';
import type { Flag } from './flags.ts';
import { replicasOfMachine } from './machine.ts';
import { type Notices, showText } from './notices.ts';
import { isEntry, type IpuValues, readOverrides } from './overrides.ts';
import { isArgumentOf, scripts } from './scripts.ts';

export interface FlagSource {
  readonly flags: readonly Flag[];
  readonly task: Experiment['task'];
  /** What the script is called in comments, such as `run_qa.py`. */
  readonly scriptName: string;
}

/** Flags that only optimum-graphcore's scripts have. */
const ipuFlags: ReadonlySet<string> = new Set([
  'ipu_config_name', 'ipu_config_overrides', 'pod_type', 'n_ipu', 'fp32', 'pad_on_batch_axis', 'dataloader_mode',
  'compile_only', 'lamb', 'lamb_no_bias_correction', 'loss_scaling', 'auto_loss_scaling',
]); // prettier-ignore

/** The flags are those of a script for IPUs, and not of one for GPUs. */
export function isForIpus(names: Iterable<string>): boolean {
  return [...names].some((name) => ipuFlags.has(name));
}

/** Fills in an experiment from flags; what is to be said goes into `notices`. */
export function draftFromFlags({ flags, task, scriptName }: FlagSource, notices: Notices): Draft {
  const draft = new Draft();
  if (task !== rootFields.task.default) draft.set('task', task);
  const last = lastOfEach(flags, notices);
  const extra = new Map<string, Argument>();
  for (const flag of last.values()) readFlag(flag, task, draft, extra, notices);
  setDefaults(draft, { task, scriptName, flags: last, notices });
  layOut(draft, last.get('ipu_config_overrides'), extra, notices);
  if (extra.size > 0) draft.set('extra_args', Object.fromEntries(extra));
  return draft;
}

function lastOfEach(flags: readonly Flag[], notices: Notices): Map<string, Flag> {
  const last = new Map<string, Flag>();
  for (const flag of flags) {
    const before = last.get(flag.name);
    if (before && before.values.join('\0') !== flag.values.join('\0'))
      notices.add('contradiction', flag.name, `--${flag.name} is given twice: ${show(before)}, then ${show(flag)}. The last one counts.`); // prettier-ignore
    last.set(flag.name, flag);
    if (
      flag.name !== flag.written &&
      flag.name !== flag.written.replaceAll('-', '_') &&
      !flag.written.startsWith('no_')
    )
      notices.add('remark', flag.name, `--${flag.written} is short for --${flag.name}.`);
  }
  return last;
}

function show({ values }: Flag): string {
  return values.length === 0 ? 'alone' : values.map(showText).join(' ');
}

function readFlag(
  flag: Flag,
  task: Experiment['task'],
  draft: Draft,
  extra: Map<string, Argument>,
  notices: Notices,
): void {
  const { name, values, unfilled } = flag;
  if (name === 'ipu_config_overrides') return;
  if (isSecret(name)) {
    const reason =
      'its value is a secret, which has no place in a file. Set the environment variable HF_TOKEN instead.';
    return notices.add('dropped', name, `--${name}: ${reason}`);
  }
  if (unfilled.length > 0)
    notices.add('remark', name, `${unfilled.join(', ')} in --${name} is for a shell to fill in and stands as it is written: put in what it stands for.`); // prettier-ignore
  if (Object.hasOwn(droppedOnImport, name)) return drop(flag, draft, notices);
  if (name === 'optim' && /^adamw/.test(values[0] ?? ''))
    return notices.add('dropped', name, '--optim: AdamW is what an experiment trains with unless it says `lamb`.');
  if (name === 'gradient_checkpointing' && readFlagValue(name, rootlessFlag, values) !== undefined)
    return draft.set('ipu_config.recompute_checkpoint_every_layer', readFlagValue(name, rootlessFlag, values), '--gradient_checkpointing'); // prettier-ignore
  const argument = scriptArguments.get(name);
  const value = argument && readFlagValue(name, argument.field, values);
  const belongs = isArgumentOf(task, name);
  if (argument && value !== undefined && belongs) return draft.set(`${argument.section}.${name}`, value);
  extra.set(flag.written, values.length === 0 ? true : values.length === 1 ? values[0]! : values);
  if (argument && belongs)
    notices.add('kept', name, `--${name} ${show(flag)}: the field \`${name}\` cannot hold that. Kept under extra_args; the experiment ${insteadOf(argument.field.default)}.`);
  else notices.add('kept', flag.written, `--${flag.written} ${show(flag)}: no field of an experiment file. Kept under extra_args.`); // prettier-ignore
}

function insteadOf(value: unknown): string {
  return value === null
    ? 'goes without it'
    : `uses ${typeof value === 'number' ? writeNumber(value) : JSON.stringify(value)}, the default, instead`;
}

const rootlessFlag = { type: 'boolean', default: false, doc: '' } as const;

function drop({ name, values }: Flag, draft: Draft, notices: Notices): void {
  const folder = values[0]?.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '') ?? '';
  const isName = name === 'output_dir' && isNamedFolder(folder);
  if (isName) draft.set('name', folder, '--output_dir');
  const took = isName ? ' Its name became that of the experiment.' : '';
  const reason = droppedOnImport[name]?.replace(/^Leave it out: /, '');
  notices.add('dropped', name, `--${name}: ${reason}${took}`);
}

/** The folder's name says something about the experiment. */
export function isNamedFolder(folder: string): boolean {
  return !/^(\.*|out(put)?s?|results?|tmp|temp)$/i.test(folder);
}

interface DefaultsInput {
  readonly task: Experiment['task'];
  readonly scriptName: string;
  readonly flags: ReadonlyMap<string, Flag>;
  readonly notices: Notices;
}

/** Where the script takes something else than an experiment file for what is not given, it is written out. */
function setDefaults(draft: Draft, { task, scriptName, flags, notices }: DefaultsInput): void {
  const doesNothing = !draft.has('training.do_train') && !draft.has('training.do_eval');
  if (doesNothing)
    notices.add('remark', 'do_train', 'Neither --do_train nor --do_eval is given, so the script would do nothing; the experiment trains and evaluates.'); // prettier-ignore
  for (const [name, value] of Object.entries(scripts[task].defaults)) {
    const path = `${scriptArguments.get(name)?.section}.${name}`;
    const isPurpose = name === 'do_train' || name === 'do_eval';
    if (draft.has(path) || flags.has(name) || (isPurpose && doesNothing)) continue;
    draft.set(path, value, `${scriptName}'s default`);
  }
  if (!isForIpus(flags.keys())) return;
  const clipping = draft.get('training.max_grad_norm');
  if (clipping === undefined && !flags.has('max_grad_norm'))
    draft.set('training.max_grad_norm', 0, 'optimum-graphcore never clips gradients');
  else if (typeof clipping === 'number' && clipping > 0)
    notices.add('remark', 'max_grad_norm', `--max_grad_norm ${clipping}: optimum-graphcore declares it and never clips gradients; the embedded engine does.`); // prettier-ignore
}

/** The fields of `ipu_config`: the published configuration, overrides, the machine's replicas. */
function layOut(draft: Draft, flag: Flag | undefined, extra: Map<string, Argument>, notices: Notices): void {
  const base = findBase(draft, notices);
  const known: IpuValues = base ?? {};
  if (flag) applyFlag(draft, flag, base, extra, notices);
  const replicas = replicasOfMachine(withoutReplicas({ ...known, ...ipuOf(draft) }));
  const { ipu_config: settled } = settleExperiment({ ipu_config: { ...known, ...ipuOf(draft) } });
  const isLaidOut = Object.hasOwn({ ...known, ...ipuOf(draft) }, 'layers_per_ipu');
  if (!replicas || !isLaidOut) return;
  for (const [name, value] of Object.entries(replicas)) {
    const own = draft.get(`ipu_config.${name}`);
    if (settled[name as keyof typeof replicas] === value) continue;
    if (own === undefined) draft.set(`ipu_config.${name}`, value, 'what the machine has room for');
    else if (own !== value && draft.has('ipu_config.n_ipu'))
      notices.add('contradiction', name, `--ipu_config_overrides says ${name}=${String(own)}, but --n_ipu replaces it by ${value}. The experiment keeps ${String(own)}: decide for one.`); // prettier-ignore
  }
}

function ipuOf(draft: Draft): IpuValues {
  return draft.values().ipu_config ?? {};
}

function withoutReplicas({ replication_factor: _, inference_replication_factor: __, ...rest }: IpuValues): IpuValues {
  return rest;
}

function findBase(draft: Draft, notices: Notices): IpuValues | null {
  const named = draft.get('ipu_config.ipu_config_name');
  const model = draft.get('model.model_name_or_path');
  const name = typeof named === 'string' ? named : typeof model === 'string' ? model : undefined;
  const base = name === undefined ? null : baseConfiguration(name);
  if (base && name !== undefined) {
    // It says its own name.
    draft.remove('ipu_config.ipu_config_name');
    draft.set('extends', name, typeof named === 'string' ? '--ipu_config_name' : 'the configuration of the model');
  }
  if (!base && typeof named === 'string')
    notices.add('remark', 'ipu_config_name', `The configuration ${showText(named)} is none of those that the workbench knows, so its layout is not in the experiment: import its ipu_config.json, or write \`layers_per_ipu\` and the rest in \`ipu_config\`.`); // prettier-ignore
  return base;
}

function applyFlag(
  draft: Draft,
  flag: Flag,
  base: IpuValues | null,
  extra: Map<string, Argument>,
  notices: Notices,
): void {
  const text = flag.values.join(' ');
  const { values, rest, refusals } = readOverrides(text, base);
  for (const [name, value] of Object.entries(values)) {
    const steps = draft.get('training.gradient_accumulation_steps');
    if (name === 'gradient_accumulation_steps' && steps !== undefined && steps !== value)
      notices.add('contradiction', name, `--ipu_config_overrides says ${name}=${String(value)}, --${name} says ${String(steps)}, which counts.`); // prettier-ignore
    if (isEntry(name)) draft.set(`ipu_config.${name}`, value, '--ipu_config_overrides');
  }
  for (const { name, message } of refusals)
    notices.add('contradiction', name, `optimum-graphcore refuses this override: ${message}`);
  if (rest.length === 0) return;
  extra.set('ipu_config_overrides', rest.join(','));
  notices.add('kept', 'ipu_config_overrides', `${rest.map(showText).join(', ')} in --ipu_config_overrides: no field of an experiment file. Kept under extra_args.`); // prettier-ignore
}
