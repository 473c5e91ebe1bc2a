// The help texts, written from the commands' own records.

import type { Command, Option } from './command.ts';
import { renderPairs } from './output.ts';

/** The help of the program. */
export function renderHelp(commands: readonly Command[]): string {
  return `Plan, train, watch and compare BERT experiments.

Usage: ipuw COMMAND [ARGUMENTS]

Commands
${renderPairs(commands.map(({ name, summary }) => [name, summary]))}

\`ipuw COMMAND --help\` explains a command, \`ipuw --version\` prints the version.`;
}

/** The help of one command. */
export function renderCommandHelp(command: Command): string {
  const options: [string, Option][] = [...Object.entries(command.options), ['help', { doc: 'Print this help.' }]];
  const required = options.filter(([, option]) => option.required).map(renderOption);
  const optional = command.optionalArgument === undefined ? [] : [`[${command.optionalArgument}]`];
  const more = command.moreArguments === undefined ? [] : [`${command.moreArguments}…`];
  const usage = ['ipuw', command.name, ...command.arguments, ...optional, ...more, ...required, '[OPTIONS]'].join(' ');
  return `${command.summary}

Usage: ${usage}

Options
${renderPairs(options.map((entry) => [renderOption(entry), entry[1].doc]))}${command.notes === undefined ? '' : `\n\n${command.notes}`}`;
}

function renderOption([name, { value }]: readonly [string, Option]): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
