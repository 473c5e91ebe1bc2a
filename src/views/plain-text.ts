// Names and messages come from files of the workspace. VS Code turns some texts into links and icons; ours stay plain.

/** Text in which a notification finds no link: `[text](command:…)` would be one, and could run a command. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', ']\u200b(');
}

/** Text in which a status bar item or a pick finds no icon: `$(name)` would be one. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
