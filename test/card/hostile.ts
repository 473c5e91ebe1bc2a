// Facts of cards made of texts that try to end their line, their block or the front matter. The same seed gives the same facts.

import type { CardEntry, CardFacts, CardName, CardResult } from '../../src/card/facts.ts';
import type { Random } from '../support/random.ts';

/** Pieces of hostile and of harmless texts. */
export const pieces = [
  ...[
    '---',
    '\n---\n',
    '...',
    '"',
    "'",
    ': ',
    ':',
    ' #',
    '# ',
    '## Training results',
    '\n\n### Framework versions\n\n',
  ],
  ...['<script>alert(1)</script>', '<!--', '-->', '](javascript:alert(1))', '[x]', '![', '`', '```', '\n```\n', '~~~'],
  ...[
    '*',
    '**',
    '_',
    '__',
    '\\',
    '\\\n',
    '|',
    '&amp;',
    '&#10;',
    '&lt',
    '%',
    '@',
    '!!python/object:x',
    '{{ x }}',
    '$',
    '&a',
  ],
  ...[
    '\r',
    '\r\n',
    '\n',
    '\t',
    ' ',
    '  ',
    '\0',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ufffe',
  ],
  ...[
    '\u{1f600}',
    '日本',
    'é',
    'yes',
    'NULL',
    '~',
    '1e5',
    '0x10',
    '12:30',
    '2020-01-01',
    '- ',
    '+ ',
    '1. ',
    '= ',
    '> ',
    '? ',
  ],
  ...[
    'Intended uses & limitations',
    ' on the x dataset',
    ' using the y library',
    ' (modelled)',
    'a',
    'b_c',
    '/',
    '.',
    ',',
  ],
  ...[
    'training: ',
    'This model is a fine-tuned version of x',
    'learning_rate',
    '- learning_rate: 7',
    '__proto__',
    'NaN',
  ],
];

/** A text of one to four pieces. */
export function hostileText(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join('');
}

/** Everything a card may have, each part there or not. */
export function hostileFacts(random: Random): CardFacts {
  const text = (): string => hostileText(random);
  const maybe = <T>(make: () => T): T | null => (random.below(3) === 0 ? null : make());
  const some = <T>(make: () => T): T[] => Array.from({ length: random.below(3) }, make);
  const number = (): number => random.pick([0, -0, 3, 0.1, 1e-7, -2.5e-300, 1e21, 2 ** 53, 88.84840994541061]);
  const name = (): CardName =>
    random.below(2) === 0 ? { name: random.pick(['squad', 'a/b_c', 'Graphcore/bert-base.v1']), onHub: true } : { name: text(), onHub: false }; // prettier-ignore
  const entry = (): CardEntry => ({ name: text(), text: text() });
  const value = (): unknown => random.pick<() => unknown>([text, number, () => [], () => ({}), () => [[text()], { [text()]: null }], () => true])(); // prettier-ignore
  const record = (): Record<string, unknown> => Object.fromEntries(some(() => [text(), value()] as const));
  const result = (): CardResult => ({
    task: { type: text(), ...(random.below(2) === 0 ? {} : { name: text() }) },
    dataset: { name: text(), type: text(), split: text() },
    metrics: some(() => ({ type: text(), value: random.below(2) === 0 ? text() : number(), name: text() })),
  });
  return {
    metadata: {
      license: maybe(text),
      tags: some(text),
      datasets: some(text),
      baseModels: some(text),
      pipelineTag: maybe(text),
      metrics: some(text),
      modelIndex: maybe(() => ({ name: text(), results: some(result) })),
      other: record(),
    },
    title: text(),
    description: some(text),
    baseModel: maybe(name),
    trainedOnData: maybe(text),
    data: some(() => ({ ...name(), use: random.pick(['training', 'evaluation', null] as const) })),
    machine: maybe(() =>
      random.below(2) === 0
        ? { device: text(), library: text(), libraryUrl: null }
        : { device: '16 Graphcore Mk2 IPUs', library: 'optimum-graphcore', libraryUrl: 'https://github.com/x/y' },
    ),
    unfinished: maybe(() => ({ state: text(), step: random.below(1000) })),
    command: maybe(text),
    notInCommand: some(entry),
    hyperparameters: some(entry),
    ipuConfig: maybe(record),
    modelled: some(entry),
    results: maybe(() =>
      Object.fromEntries(some(() => [text(), random.pick([number(), NaN, Infinity, -Infinity])] as const)),
    ),
    versions: some(entry),
  };
}
