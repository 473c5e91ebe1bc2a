// An ipu_config.json alone → an experiment that has its layout. An older file is converted to the entries of today; what had
// to change is told.

import { convertIpuConfig } from '../../engine/ipu/ipu-config/convert.ts';
import type { IpuConfigFamily } from '../../engine/ipu/ipu-config/family.ts';
import { isDictionary } from '../../engine/ipu/ipu-config/pod.ts';
import { hasField, ipuConfigField } from '../../engine/ipu/ipu-config/table.ts';
import { checkValue } from '../check-value.ts';
import type { Field } from '../field.ts';
import { ipuConfigFields } from '../ipu-fields.ts';
import { Draft } from './draft.ts';
import type { JsonObject } from './json-files.ts';
import type { Notices } from './notices.ts';

const today: IpuConfigFamily = '0.6.1';

/** Fills in `ipu_config` from the JSON of an ipu_config.json. Throws an AppError if it cannot be read. */
export function draftFromIpuConfig(json: JsonObject, notices: Notices): Draft {
  const family = familyOf(json);
  const { json: converted, changes, findings } = convertIpuConfig(json, family, today);
  for (const { field, message, hint } of findings) notices.add('remark', field, `${message} ${hint}`);
  if (family !== today) {
    notices.add('remark', 'version', `Read as a file of optimum-graphcore up to ${family}, by what is in it.`);
    for (const { field, what } of changes) notices.add('remark', field, `${field}: ${what}`);
  }
  const draft = new Draft();
  for (const [name, value] of Object.entries(converted)) {
    const field = Object.hasOwn(ipuConfigFields, name)
      ? (ipuConfigFields[name as keyof typeof ipuConfigFields] as Field)
      : undefined;
    const fault = field
      ? checkValue(name, field, value)
      : { message: `\`${name}\` is no field of an experiment file.` };
    if (fault) notices.add('dropped', name, fault.message);
    else draft.set(`ipu_config.${name}`, value);
  }
  return draft;
}

/** The oldest family that has all that the file has. */
function familyOf(json: JsonObject): IpuConfigFamily {
  const names = Object.keys(json);
  const onlyToday = names.some((name) => {
    const field = ipuConfigField(name);
    return field !== undefined && hasField(field, today) && !hasField(field, '0.6.0');
  });
  if (onlyToday) return today;
  const gone = names.some((name) => {
    const field = ipuConfigField(name);
    return field !== undefined && !hasField(field, today);
  });
  const isOld = gone || names.some((name) => isDictionary(json[name]) && !name.endsWith('_kwargs'));
  const transformers = /^4\.(\d+)/.exec(String(json['transformers_version'] ?? ''))?.[1];
  // Version 0.6.0 came with transformers 4.25; what it saves and has not set by hand is the same in both.
  return isOld || (transformers !== undefined && Number(transformers) < 25) ? '0.5' : today;
}
