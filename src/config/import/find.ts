// Where in a text the commands stand: code blocks of Markdown, cells of a notebook, lines of a shell script.

import { readScriptCommand, type ScriptCommand } from './flags.ts';
import { splitCommands } from './words.ts';

/** Every command in the text that starts a training script, in order. */
export function findCommands(text: string): ScriptCommand[] {
  // A text that begins with a command is no Markdown, whatever stands in its quotes.
  const [first] = splitCommands(text, { windows: isWindows(text) });
  if (first && readScriptCommand(first)) return commandsOf(text);
  const inBlocks = codeBlocks(text).flatMap(({ text: block, line }) => commandsOf(block, line));
  return inBlocks.length > 0 ? inBlocks : commandsOf(text);
}

/** The same for a notebook's JSON. */
export function findInNotebook(cells: readonly unknown[]): ScriptCommand[] {
  return cells.flatMap((cell) => {
    const { cell_type: type, source } = (cell ?? {}) as { cell_type?: unknown; source?: unknown };
    const lines = Array.isArray(source) ? source.filter((line) => typeof line === 'string') : [source];
    const text = lines.join('');
    return type === 'code'
      ? shellOf(text)
          .flatMap((shell) => commandsOf(shell))
          .map(withBraces)
      : findCommands(text);
  });
}

interface Block {
  readonly text: string;
  /** Where it begins in the whole text, from 0. */
  readonly line: number;
}

/** Contents of ``` and ~~~ blocks. */
function codeBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let fence: string | undefined;
  let lines: string[] = [];
  let start = 0;
  for (const [at, line] of text.split('\n').entries()) {
    const mark = /^\s{0,12}(?:>\s?)?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (mark === undefined) continue;
      [fence, lines, start] = [mark, [], at + 1];
    } else if (mark?.startsWith(fence)) {
      blocks.push({ text: lines.join('\n'), line: start });
      fence = undefined;
    } else lines.push(line);
  }
  return fence === undefined ? blocks : [...blocks, { text: lines.join('\n'), line: start }];
}

/** Shell lines of a code cell: all of it below `%%bash`, else those after `!` with their continuations. */
function shellOf(text: string): string[] {
  const magic = /^\s*%%(?:bash|sh|script\s+\w+)[^\n]*\n/.exec(text);
  if (magic) return [text.slice(magic[0].length)];
  return text.match(/^[ \t]*!(?:[^\n]*\\[ \t]*\n)*[^\n]*/gm)?.map((line) => line.replace(/^[ \t]*!/, '')) ?? [];
}

/** `firstLine`: where the block begins in the whole text, from 0. */
function commandsOf(block: string, firstLine = 0): ScriptCommand[] {
  // A copied terminal shows a prompt before a continued line too.
  const text = /^\s*\S*\$ /.test(block) ? block.replaceAll(/(\\\r?\n)>[ \t]?/g, '$1') : block;
  const commands = splitCommands(text, { windows: isWindows(text) }).flatMap(
    (command) => readScriptCommand(command) ?? [],
  );
  return commands.map((command) =>
    command.unclosed === null
      ? command
      : { ...command, unclosed: { ...command.unclosed, line: command.unclosed.line + firstLine } },
  );
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
