// Markdown for tooltips, from texts of a workspace: whatever they hold stays text. Pure.

/** The text in which Markdown finds nothing to format, no link, no icon and no cell of a table; lines become one. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$&:@/]/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .trim();
}

/** A table without a heading: rows of a name and a value, both of which may hold Markdown. */
export function markdownTable(rows: readonly (readonly [string, string])[]): string {
  return ['| | |', '|:--|:--|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}
