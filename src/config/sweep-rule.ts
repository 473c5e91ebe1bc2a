// What is wrong with a sweep, said where it is written: as warnings, because the file can still be launched as a single run.

import { checkValue } from './check-value.ts';
import type { Experiment } from './fields.ts';
import type { Fault } from './problem.ts';
import type { FieldPath, Finding } from './rules.ts';
import { expandSweep, sweepableField } from './sweep.ts';
import { AppError } from '../shared/errors.ts';

/** What keeps the experiment's sweep from being launched, as far as its section says; nothing where there is no such section. */
export function checkSweep(experiment: Experiment, isSet: (path: FieldPath) => boolean): Finding[] {
  if (!['sweep.method', 'sweep.parameters'].some(isSet)) return [];
  const values = Object.entries(experiment.sweep.parameters).flatMap(([path, parameter]) => {
    const field = sweepableField(path);
    if (field === undefined || !Array.isArray(parameter)) return [];
    return parameter.flatMap((value) => {
      const fault = checkValue(path, field, value);
      return fault === undefined ? [] : [finding(fault, [path])];
    });
  });
  if (values.length > 0) return values;
  try {
    expandSweep(experiment);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { message } = thrown;
    return [
      finding(
        thrown,
        Object.keys(experiment.sweep.parameters).filter((path) => message.includes(`\`${path}\``)),
      ),
    ];
  }
}

function finding({ code, message, hint }: Fault, parameters: readonly string[]): Finding {
  const at = [
    ...parameters.map((path) => `sweep.parameters.${path}`),
    'sweep.parameters',
    'sweep.method',
    'sweep.count',
  ];
  return { severity: 'warning', code, message, hint, at };
}
