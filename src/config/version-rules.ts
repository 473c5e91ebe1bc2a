// What the chosen version of optimum-graphcore does not do of what an experiment's `ipu_config` says. Runs of the embedded
// engine do not depend on it, so these are warnings.

import { hasField, ipuConfigField } from '../engine/ipu/ipu-config/table.ts';
import type { Experiment } from './fields.ts';
import type { Finding, RuleInput } from './rules.ts';

/** Entries that the file sets and the version does not have, and values that do not mean what they say. */
export function checkVersion({ experiment, isSet }: RuleInput): Finding[] {
  const { ipu_config: ipu, plan } = experiment;
  const missing = Object.keys(ipu)
    .filter((name) => isSet(`ipu_config.${name}`) && !isInVersion(name, plan.optimum_graphcore))
    .map((name) => notInVersion(name, plan.optimum_graphcore));
  return ipu.seed === 0 && isSet('ipu_config.seed') ? [...missing, seedUnset] : missing;
}

function isInVersion(name: string, version: Experiment['plan']['optimum_graphcore']): boolean {
  // An argument of training, which came in place of pod_type.
  if (name === 'n_ipu') return version === '0.6.1';
  const field = ipuConfigField(name);
  return field === undefined || hasField(field, version);
}

function notInVersion(name: string, version: string): Finding {
  return {
    severity: 'warning',
    code: 'field-not-in-version',
    message: `\`${name}\` came with version 0.6.1 of optimum-graphcore; ${version === '0.5' ? 'versions up to 0.5 pass' : 'version 0.6.0 passes'} it over without a word.`,
    hint: 'Leave it out, or write "optimum_graphcore": "0.6.1" in the section `plan`.',
    at: [`ipu_config.${name}`, 'plan.optimum_graphcore'],
  };
}

const seedUnset: Finding = {
  severity: 'warning',
  code: 'seed-zero-unset',
  message: '`seed` is 0, which optimum-graphcore takes as unset: the IPUs’ random numbers differ from run to run.',
  hint: 'Write another number, or leave it out.',
  at: ['ipu_config.seed'],
};
