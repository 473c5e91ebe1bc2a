#!/usr/bin/env node
// `ipuw`, the workbench without an editor. It finds the command, runs it, and turns whatever is thrown into two lines: what is
// wrong and what to do. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.

import '../system/node-version.ts';
import { fromErrorShape, toErrorShape } from '../shared/errors.ts';
import { systemCode } from '../system/errors.ts';
import { parseInput } from './command.ts';
import { commands } from './commands.ts';
import { isUsageError, unknownCommand } from './errors.ts';
import { renderCommandHelp, renderHelp } from './help.ts';
import { note, print, showError } from './output.ts';
import { readVersion } from './programs.ts';

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) {
    note(renderHelp(commands));
    return 2;
  }
  if (name === '--version') return say(await readVersion());
  if (name === '--help' || name === '-h' || (name === 'help' && args.length === 0)) return say(renderHelp(commands));
  const wanted = name === 'help' ? (args[0] ?? '') : name;
  const command = commands.find((each) => each.name === wanted);
  if (command === undefined) {
    throw unknownCommand(
      wanted,
      commands.map((each) => each.name),
    );
  }
  const asksForHelp = name === 'help' || args.some((arg) => arg === '--help' || arg === '-h');
  return asksForHelp ? say(renderCommandHelp(command)) : command.run(parseInput(command, args));
}

function say(text: string): number {
  print(text);
  return 0;
}

/** A reader that has had enough (`ipuw runs | head`) is no failure. */
function onOutputError(error: Error): void {
  if (systemCode(error) !== 'EPIPE') throw error;
  process.exit();
}

process.stdout.on('error', onOutputError);
process.stderr.on('error', onOutputError);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const error = fromErrorShape(toErrorShape(thrown));
  showError(error);
  process.exitCode = isUsageError(error) ? 2 : 1;
}
