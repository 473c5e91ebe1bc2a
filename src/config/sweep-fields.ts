// The fields of an experiment file that make many runs of it. Part of the list in fields.ts; what they expand to is sweep.ts's
// question.

import { choice, integer, sweepParameters } from './field.ts';

/** What a sweep varies, and how many of its runs go at a time. */
export const sweepFields = {
  method: choice(
    ['grid', 'random', 'seeds'],
    'grid',
    'Which experiments are tried. `grid`: every combination of the values in `parameters`. `random`: `count` combinations drawn at random. `seeds`: the same experiment with `count` seeds in a row, from `training.seed` on.',
    {
      when: '`grid` for few values, `random` for more than two fields, `seeds` to see how much is chance.',
      example: 'random',
    },
  ),
  parameters: sweepParameters(
    'What is varied: fields by their section and name, each with a list of values, or for `random` with `min`, `max` and `scale` (`linear` or `log`).',
    {
      example: { 'training.learning_rate': [3e-5, 6e-5, 9e-5], 'training.warmup_ratio': [0.1, 0.2] },
      when: 'Needed for `grid` and `random`.',
    },
  ),
  count: integer(
    null,
    'Experiments of `random` and `seeds`. Null: 10 of `random`, 3 of `seeds`. `grid` has as many as there are combinations.',
    {
      min: 1,
      max: 1000,
      example: 20,
      when: 'Choose it by the time you have: every experiment is a whole run.',
    },
  ),
  seed: integer(42, 'Fixes what `random` draws.', {
    min: 0,
    max: 4294967295,
    when: 'Change it to draw other combinations.',
    example: 7,
  }),
  concurrency: integer(1, 'Runs of the sweep that go at the same time; the others wait.', {
    min: 1,
    max: 64,
    unit: 'runs',
    when: 'Raise it when the machine has cores and memory for more than one run; a run by itself takes all cores.',
    example: 2,
  }),
};
