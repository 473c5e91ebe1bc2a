// `ipuw ipu-config FILE`: what a version of optimum-graphcore makes of an ipu_config.json, and the same for another version.

import { convertIpuConfig, type ConvertOptions } from '../../engine/ipu/ipu-config/convert.ts';
import type { IpuConfigFinding } from '../../engine/ipu/ipu-config/cross-check.ts';
import { ipuConfigNotJson } from '../../engine/ipu/ipu-config/errors.ts';
import { familyOfVersion, type IpuConfigFamily, ipuConfigFamilies } from '../../engine/ipu/ipu-config/family.ts';
import { applyOverrides, parseOverrides } from '../../engine/ipu/ipu-config/overrides.ts';
import { readIpuConfig } from '../../engine/ipu/ipu-config/read.ts';
import { writeIpuConfig } from '../../engine/ipu/ipu-config/write.ts';
import { argumentsNotLayout } from '../../config/import/errors.ts';
import { holdsArguments, isObject } from '../../config/import/json-files.ts';
import { type Input, jsonOption, type Command } from '../command.ts';
import { notAChoice } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { readTextFile } from '../read-file.ts';

const families = ipuConfigFamilies.join(', ');

/** Checks, overrides and converts an ipu_config.json. */
export const ipuConfigCommand: Command = {
  name: 'ipu-config',
  summary: 'Check an ipu_config.json by the rules of a version of optimum-graphcore, and convert it to another.',
  arguments: ['FILE'],
  options: {
    from: {
      value: 'VERSION',
      doc: `Version that the file is for, such as 0.4.1 or main: the rules of ${families} are known. Default: 0.6.1.`,
    },
    to: { value: 'VERSION', doc: 'Version to convert it to. Default: the same.' },
    pod: { value: 'POD', doc: 'Machine, such as pod16, for files with a value for each machine.' },
    layers: { value: 'N', doc: 'Encoder layers of the model, where -1 has to become a number.' },
    overrides: {
      value: 'TEXT',
      doc: 'As --ipu_config_overrides of optimum-graphcore: name=value,name=value; lists as [1 2].',
    },
    ...jsonOption,
  },
  notes:
    '0.5 stands for all versions up to it, 0.6.1 for all later ones. The file itself stays as it is; exit code 1 if the version refuses something in it.',
  async run(input) {
    const path = input.argument('FILE');
    const json = parseJson(await readTextFile('ipu_config.json', path), path);
    const from = familyOf(input, 'from') ?? '0.6.1';
    const to = familyOf(input, 'to') ?? from;
    const overridden = override(json, from, input);
    const { json: converted, changes, findings } = convertIpuConfig(overridden.json, from, to, optionsOf(input));
    const found = [...overridden.findings, ...findings];
    if (input.isSet('json')) printJson({ ipu_config: converted, changes, findings: found });
    else print(JSON.stringify(converted, null, 2));
    for (const { severity, message, hint } of found) note(oneLine(`${severity}: ${message} ${hint}`));
    for (const { field, what } of changes) note(oneLine(`${field}: ${what}`));
    return found.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

/** The file with its overrides: all values written out, as a live configuration has them. */
function override(
  json: unknown,
  from: IpuConfigFamily,
  input: Input,
): { json: unknown; findings: readonly IpuConfigFinding[] } {
  const text = input.text('overrides');
  if (text === undefined) return { json, findings: [] };
  const read = readIpuConfig(json, from, optionsOf(input));
  const { values } = applyOverrides(read.values, parseOverrides(text), from);
  return { json: writeIpuConfig(values, from), findings: read.findings };
}

function optionsOf(input: Input): ConvertOptions {
  const podType = input.text('pod');
  const layers = input.text('layers') === undefined ? undefined : input.integer('layers', 1, 1);
  return {
    ...(podType === undefined ? {} : { podType }),
    ...(layers === undefined ? {} : { numHiddenLayers: layers }),
  };
}

function familyOf(input: Input, option: string): IpuConfigFamily | undefined {
  const text = input.text(option);
  if (text === undefined) return undefined;
  const family = familyOfVersion(text);
  if (family === undefined) throw notAChoice(option, text, ipuConfigFamilies);
  if (text.replace(/^v/i, '') !== family) note(oneLine(`--${option} ${text}: the rules of ${family} hold for it.`));
  return family;
}

function parseJson(text: string, path: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw ipuConfigNotJson(path, (thrown as Error).message);
  }
  if (isObject(json) && holdsArguments(json)) throw argumentsNotLayout(path);
  return json;
}
