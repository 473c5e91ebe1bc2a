// Names and messages come from files of the workspace. VS Code turns some texts into links and icons; ours stay plain.

import { sep } from 'node:path';

/** Text in which a notification finds no link: `[text](command:…)` would be one, and could run a command. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

/** A message of several lines, cut to the two that fit into a notification; `whole` says whether that was all. */
export function shorten(message: string): { readonly text: string; readonly whole: boolean } {
  const [first = '', second, ...rest] = message.split('\n').map((line) => line.trim());
  const text = second === undefined ? first : `${first} ${second}`;
  return rest.length === 0 ? { text, whole: true } : { text: `${text} …`, whole: false };
}

/** Paths below these folders as a reader of the workspace knows them: from the folder on. */
export function withoutFolders(text: string, folders: readonly string[]): string {
  return folders.reduce((rest, folder) => rest.replaceAll(`${folder}${sep}`, ''), text);
}

/** Text in which a status bar item or a pick finds no icon: `$(name)` would be one. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
