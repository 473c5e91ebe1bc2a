// Where in a text the commands stand: code blocks of Markdown, cells of a notebook, lines of a shell script.

import { readScriptCommand, type ScriptCommand } from './flags.ts';
import { splitCommands } from './words.ts';

/** Every command in the text that starts a training script, in order. */
export function findCommands(text: string): ScriptCommand[] {
  // A text that begins with a command is no Markdown, whatever stands in its quotes.
  const [first] = splitCommands(text, { windows: isWindows(text) });
  if (first && readScriptCommand(first)) return commandsOf(text);
  const blocks = codeBlocks(text);
  const inBlocks = blocks.flatMap(commandsOf);
  return inBlocks.length > 0 ? inBlocks : commandsOf(text);
}

/** The same for a notebook's JSON. */
export function findInNotebook(cells: readonly unknown[]): ScriptCommand[] {
  return cells.flatMap((cell) => {
    const { cell_type: type, source } = (cell ?? {}) as { cell_type?: unknown; source?: unknown };
    const lines = Array.isArray(source) ? source.filter((line) => typeof line === 'string') : [source];
    const text = lines.join('');
    return type === 'code' ? shellOf(text).flatMap(commandsOf).map(withBraces) : findCommands(text);
  });
}

/** Contents of ``` and ~~~ blocks. */
function codeBlocks(text: string): string[] {
  const blocks: string[] = [];
  let fence: string | undefined;
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const mark = /^\s{0,12}(?:>\s?)?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (mark === undefined) continue;
      [fence, lines] = [mark, []];
    } else if (mark?.startsWith(fence)) {
      blocks.push(lines.join('\n'));
      fence = undefined;
    } else lines.push(line);
  }
  return fence === undefined ? blocks : [...blocks, lines.join('\n')];
}

/** Shell lines of a code cell: all of it below `%%bash`, else those after `!` with their continuations. */
function shellOf(text: string): string[] {
  const magic = /^\s*%%(?:bash|sh|script\s+\w+)[^\n]*\n/.exec(text);
  if (magic) return [text.slice(magic[0].length)];
  return text.match(/^[ \t]*!(?:[^\n]*\\[ \t]*\n)*[^\n]*/gm)?.map((line) => line.replace(/^[ \t]*!/, '')) ?? [];
}

function commandsOf(block: string): ScriptCommand[] {
  // A copied terminal shows a prompt before a continued line too.
  const text = /^\s*\S*\$ /.test(block) ? block.replaceAll(/(\\\r?\n)>[ \t]?/g, '$1') : block;
  return splitCommands(text, { windows: isWindows(text) }).flatMap((command) => readScriptCommand(command) ?? []);
}

/** Continued by carets or back-ticks, or full of backslashes that no POSIX shell would keep. */
function isWindows(text: string): boolean {
  if (/\\[ \t]*\r?\n/.test(text)) return false;
  return /[ \t][\^`][ \t]*\r?\n/.test(text) || /(^|[\s"'=])[A-Za-z]:\\[\w.]/.test(text);
}

/** In a notebook, Python fills in what stands in braces. */
function withBraces(command: ScriptCommand): ScriptCommand {
  const flags = command.flags.map((flag) => {
    const braces = flag.values.flatMap((value) => value.match(/\{[A-Za-z_][\w.]*\}/g) ?? []);
    return { ...flag, unfilled: [...flag.unfilled, ...braces] };
  });
  return { ...command, flags };
}
