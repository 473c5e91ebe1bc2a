// A model card → its facts. Reads the cards that renderModelCard writes and those of optimum-graphcore's trainer; of any other it
// finds what stands in the same form. Pure; it never throws for a text.

import { type Notice, Notices } from '../config/import/notices.ts';
import { parseJsonNumber } from '../shared/json-number.ts';
import { noteContradictions } from './contradictions.ts';
import type { CardData, CardEntry, CardFacts } from './facts.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { type Section, splitSections, unescapeText } from './markdown.ts';
import { namePattern, readName } from './names.ts';
import { headings, phrases } from './wording.ts';

const empty: Section = { heading: '', level: 0, lines: [], blocks: [] };

/** What a card says. What it says twice and differently, and what cannot be read, is told. */
export function parseModelCard(text: string): { readonly facts: CardFacts; readonly notices: readonly Notice[] } {
  const notices = new Notices();
  const { metadata, body } = readFrontMatter(withLineFeeds(text), notices);
  const sections = splitSections(body);
  const title = sections.find(({ level }) => level === 1);
  const find = (heading: string): Section =>
    sections.find((section) => section !== title && section.heading === heading) ?? empty;
  const procedure = find(headings.procedure);
  const command = procedure.blocks[0] ?? null;
  const hyperparameters = find(headings.hyperparameters).lines.flatMap((line) => readEntry(line));
  if (command !== null) noteContradictions(command, hyperparameters, notices);
  const facts: CardFacts = {
    metadata,
    title: title?.heading ?? metadata.modelIndex?.name ?? '',
    description: readParagraphs(find(headings.description)),
    ...readUse(find(headings.use)),
    data: find(headings.data).lines.flatMap(readData),
    ...readProcedure(procedure),
    command,
    hyperparameters,
    ipuConfig: readJson(find(headings.ipuConfig), headings.ipuConfig, notices),
    modelled: find(headings.ipuConfig).lines.flatMap((line) => readEntry(line, ` ${phrases.mark}`)),
    results: readResults(readJson(find(headings.results), headings.results, notices), notices),
    versions: find(headings.versions).lines.flatMap(readVersion),
  };
  return { facts, notices: notices.all };
}

/** A file from Windows ends every line so; a carriage return elsewhere belongs to a text. */
function withLineFeeds(text: string): string {
  const start = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return /(?<!\r)\n/.test(start) ? start : start.replaceAll('\r\n', '\n');
}

function readParagraphs({ lines }: Section): readonly string[] {
  const paragraphs = lines.join('\n').split(/\n[ \t]*\n/);
  const plain = paragraphs.map((paragraph) => unescapeText(paragraph.replaceAll(/^[ \t\n]+|[ \t\n]+$/g, '')));
  return plain.filter((paragraph) => paragraph !== '');
}

function readUse({ lines }: Section): Pick<CardFacts, 'baseModel' | 'trainedOnData'> {
  const text = lines.join('\n');
  const onData = `(?: on the ${namePattern} dataset)?`;
  const tuned = new RegExp(`^${phrases.fineTuned} ${namePattern}${onData}`, 'm').exec(text);
  const random = tuned ? null : new RegExp(`^${phrases.fromRandom}${onData}`, 'm').exec(text);
  const data = tuned ? tuned[2] : random?.[1];
  return {
    baseModel: tuned ? readName(tuned[1]!) : null,
    trainedOnData: data === undefined ? null : readName(data).name,
  };
}

function readData(line: string): CardData[] {
  const match = new RegExp(`^- (?:(training|evaluation): )?${namePattern}[ \\t]*$`).exec(line);
  if (!match) return [];
  const [, use, name = ''] = match;
  return [{ ...readName(name), use: use === 'training' || use === 'evaluation' ? use : null }];
}

function readProcedure({ lines }: Section): Pick<CardFacts, 'machine' | 'unfinished' | 'notInCommand'> {
  const text = lines.join('\n');
  const unfinished = new RegExp(`^${phrases.unfinished} ${namePattern} after (\\d{1,15}) weight updates`, 'm').exec(
    text,
  );
  const device = String.raw`(\d+ [A-Za-z0-9 -]*?IPUs?|\*(?:[^*\\\n]|\\.)+\*|[\w./-]*\w)`;
  const machine = new RegExp(`^${phrases.machine} ${device} using the ${namePattern} library`, 'm').exec(text);
  return {
    machine: machine ? { device: readName(machine[1]!).name, ...readLibrary(machine[2]!) } : null,
    unfinished: unfinished ? { state: readName(unfinished[1]!).name, step: Number(unfinished[2]) } : null,
    notInCommand: lines.flatMap((line) => readEntry(line)),
  };
}

function readLibrary(written: string): { readonly library: string; readonly libraryUrl: string | null } {
  const link = /^\[([^\]]+)\]\(([^)]*)\)$/.exec(written);
  return link
    ? { library: unescapeText(link[1]!), libraryUrl: link[2]! }
    : { library: readName(written).name, libraryUrl: null };
}

/** `- name: text`, with these words after it. */
function readEntry(line: string, after = ''): CardEntry[] {
  const [, name = '', rest = ''] = /^- ([^:]+): (.+?)[ \t]*$/.exec(line) ?? [];
  if (name === '' || !rest.endsWith(after)) return [];
  return [{ name: unescapeText(name), text: unescapeText(rest.slice(0, rest.length - after.length)) }];
}

/** `- Name of the thing 1.2.3` */
function readVersion(line: string): CardEntry[] {
  const [, name = '', version = ''] = /^- (.+) ([^ \t]+)[ \t]*$/.exec(line) ?? [];
  return name === '' ? [] : [{ name: unescapeText(name), text: unescapeText(version) }];
}

function readJson({ blocks }: Section, what: string, notices: Notices): Readonly<Record<string, unknown>> | null {
  const [block] = blocks;
  if (block === undefined) return null;
  try {
    // Python writes what JSON has no number for as a bare word.
    const value: unknown = JSON.parse(block.replaceAll(/^(\s*"[^"\\]*": )(NaN|-?Infinity)(,?)$/gm, '$1"$2"$3'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  notices.add('dropped', what, `The block under “${what}” is no JSON object.`);
  return null;
}

function readResults(json: Readonly<Record<string, unknown>> | null, notices: Notices): CardFacts['results'] {
  if (json === null) return null;
  const entries = Object.entries(json).map(([name, value]) => [name, parseJsonNumber(value)] as const);
  for (const [name, value] of entries)
    if (value === undefined) notices.add('dropped', name, `The result \`${name}\` is no number.`);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}
