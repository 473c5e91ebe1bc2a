// Arguments under `extra_args` that have a field of their own: the field is what counts, in training, plans and exported commands.

import { scriptArguments } from './import/arguments.ts';
import { isArgumentOf } from './import/scripts.ts';
import type { Finding, RuleInput } from './rules.ts';

/** Names under `extra_args` that are those of fields. */
export function checkExtraArguments({ experiment, isSet }: RuleInput): Finding[] {
  return Object.keys(experiment.extra_args).flatMap((written): Finding[] => {
    const argument = scriptArguments.get(written.replaceAll('-', '_'));
    if (!argument || !isArgumentOf(experiment.task, argument.name)) return [];
    const { name, section } = argument;
    return [
      {
        severity: 'warning',
        code: 'field-under-extra-args',
        message: `\`${written}\` under \`extra_args\` is passed over: the field \`${name}\` of the section \`${section}\` counts.`,
        hint: isSet(`${section}.${name}`)
          ? 'Remove it from `extra_args`.'
          : `Move it to the section \`${section}\`, or remove it.`,
        at: [`extra_args.${written}`, 'extra_args'],
      },
    ];
  });
}
