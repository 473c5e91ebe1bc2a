// Plain text ↔ Markdown that shows just this text, whatever is in it; and a text's sections. It knows no card.

// Controls, line ends of any kind, marks that turn the direction of writing: invisible in a source, so written as numbers.
const invisible = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/** Text for the inside of a line: no markup, no end of the line, no blanks that would be cut off. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>]/g, (mark) => entities[mark]!)
    .replaceAll(/[\\`*[\]~|#$!]/g, '\\$&')
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replaceAll(invisible, numbered)
    .replaceAll(/^ +| +$/g, (blanks) => '&#32;'.repeat(blanks.length));
}

/** Text for a line of its own, which is no heading, list or rule. */
export function escapeParagraph(text: string): string {
  return escapeText(text).replace(/^(\d*)([-+=.):])/, '$1\\$2');
}

/** The same, with these characters as numbers besides. */
export function escapeWithout(text: string, marks: RegExp): string {
  return escapeText(text).replaceAll(marks, numbered);
}

/** What a text of Markdown without markup shows. */
export function unescapeText(markdown: string): string {
  return markdown.replaceAll(
    /\\([!-/:-@[-`{-~])|&#(\d{1,7});|&(amp|lt|gt);/g,
    (_, mark?: string, code?: string, name?: string) =>
      mark ?? (code === undefined ? named[name!]! : characterOf(Number(code))),
  );
}

function numbered(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

function characterOf(code: number): string {
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
}

/** A block that shows this text to the letter. */
export function renderBlock(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text.toWellFormed()}\n${fence}`;
}

/** A heading's text and what stands under it. */
export interface Section {
  /** As it shows; empty before the first heading. */
  readonly heading: string;
  /** Number of its hashes; 0 before the first heading. */
  readonly level: number;
  /** Lines outside of blocks. */
  readonly lines: readonly string[];
  readonly blocks: readonly string[];
}

interface OpenSection extends Section {
  readonly lines: string[];
  readonly blocks: string[];
}

/** The sections of a text, in order; what stands in blocks is no heading. */
export function splitSections(text: string): readonly Section[] {
  const sections: OpenSection[] = [{ heading: '', level: 0, lines: [], blocks: [] }];
  let open: { readonly fence: string; readonly lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    const section = sections.at(-1)!;
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (open) {
      if (mark?.startsWith(open.fence) && /^[ \t`~]*$/.test(line)) {
        section.blocks.push(open.lines.join('\n'));
        open = null;
      } else open.lines.push(line);
    } else if (mark !== undefined) open = { fence: mark, lines: [] };
    else {
      const [, hashes, heading = ''] = /^(#{1,6})[ \t]+(.*)$/.exec(line) ?? [];
      if (hashes === undefined) section.lines.push(line);
      else sections.push({ heading: unescapeText(heading.replace(/[ \t]+$/, '')), level: hashes.length, lines: [], blocks: [] }); // prettier-ignore
    }
  }
  if (open) sections.at(-1)!.blocks.push(open.lines.join('\n'));
  return sections;
}
