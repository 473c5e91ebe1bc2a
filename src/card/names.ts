// How a card writes a name in a sentence, so that it is found again: linked, bare where it is one plain word, else emphasised.

import { escapeText, unescapeText } from './markdown.ts';
import type { CardName } from './facts.ts';

const host = 'https://huggingface.co/';
const plain = /^[A-Za-z0-9](?:[\w./-]*[A-Za-z0-9])?$/;

/** An id as the Hub has them, with or without its owner. */
export function isHubId(name: string): boolean {
  return name.length <= 96 && /^(?:[A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9][\w.-]*$/.test(name) && !/--|\.\./.test(name);
}

/** The name in a sentence. */
export function renderName(name: string): string {
  return plain.test(name) ? name : `*${escapeText(name)}*`;
}

/** The name with a link, if it is on the Hub; `label` is what the link shows. */
export function renderLink({ name, onHub }: CardName, folder: '' | 'datasets/', label = name): string {
  return onHub && isHubId(name) ? `[${label}](${host}${folder}${name})` : renderName(name);
}

/** A name as a sentence has it, as the source of a regular expression with one group. */
export const namePattern = String.raw`(\[[^\]\n]+\]\([^)\s]*\)|\*(?:[^*\\\n]|\\.)+\*|[\w./-]*\w)`;

/** The name that was written so. */
export function readName(written: string): CardName {
  const link = /^\[([^\]]+)\]\(([^)]*)\)$/.exec(written);
  if (!link) return { name: unescapeText(written.replace(/^\*([^]*)\*$/, '$1')), onHub: false };
  const [, label = '', url = ''] = link;
  const name = url.startsWith(host) ? url.slice(host.length).replace(/^datasets\//, '') : '';
  return isHubId(name) ? { name, onHub: true } : { name: unescapeText(label), onHub: false };
}
