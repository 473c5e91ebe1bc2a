// Where the command line of a card and its list of hyper-parameters say different things. Neither is corrected: a card keeps both.

import { readCard } from '../config/import/card.ts';
import { findCommands } from '../config/import/find.ts';
import type { Notices } from '../config/import/notices.ts';
import type { CardEntry } from './facts.ts';

/** Tells every argument of the command for which the list has another value. */
export function noteContradictions(command: string, list: readonly CardEntry[], notices: Notices): void {
  const flags = findCommands(command)[0]?.flags ?? [];
  const { parameters } = readCard(list.map(({ name, text }) => `- ${name}: ${text}`).join('\n'));
  for (const { name, text, value } of parameters) {
    const values = flags.findLast((flag) => flag.name === name)?.values ?? [];
    const [given] = values;
    if (given === undefined || values.length > 1) continue;
    const isSame = typeof value === 'number' ? Number(given) === value : given === value;
    if (!isSame)
      notices.add(
        'contradiction',
        name,
        `The command line says ${name} ${given}, the list of hyper-parameters ${text}.`,
      );
  }
}
