// The front matter of a card that anybody may have written → its facts; what is not as the Hub has it is told. Kept apart from
// writing, which needs no YAML library.

import { parseDocument } from 'yaml';
import type { Notices } from '../config/import/notices.ts';
import type { CardMetadata, CardMetric, CardResult } from './facts.ts';
import { noMetadata } from './front-matter.ts';

const maxCharacters = 256 * 1024;
/** YAML's own limit for a key on its line. */
const maxKeyLength = 1000;

/** The front matter of a text and what stands below it; what cannot be read is told. */
export function readFrontMatter(
  card: string,
  notices: Notices,
): { readonly metadata: CardMetadata; readonly body: string } {
  const match = /^\s*---[ \t]*\n(?:([^]*?)\n)?---[ \t]*(?:\n|$)/.exec(card);
  if (!match) {
    notices.add('remark', 'front matter', 'The card has no front matter.');
    return { metadata: noMetadata, body: card };
  }
  const values = readYaml(match[1] ?? '', notices);
  return { metadata: values ? readMetadata(values, notices) : noMetadata, body: card.slice(match[0].length) };
}

type Values = Readonly<Record<string, unknown>>;

function readYaml(yaml: string, notices: Notices): Values | null {
  const unreadable = (why: string): null => {
    notices.add('dropped', 'front matter', `The front matter cannot be read: ${why}`);
    return null;
  };
  if (yaml.length > maxCharacters) return unreadable('it is too long to be one.');
  try {
    const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
    const [error] = document.errors;
    if (error) return unreadable(error.message);
    const values: unknown = document.toJS({ maxAliasCount: 100 });
    return isRecord(values) ? values : unreadable('it is no list of names and values.');
  } catch (error) {
    // Aliases of aliases, or nesting deeper than the stack.
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

const known = ['license', 'tags', 'datasets', 'base_model', 'pipeline_tag', 'metrics', 'model-index'];

function readMetadata(values: Values, notices: Notices): CardMetadata {
  const text = (key: string): string | null => (typeof values[key] === 'string' && values[key] ? values[key] : null);
  const list = (key: string): readonly string[] => {
    const value = values[key];
    if (typeof value === 'string') return value === '' ? [] : [value];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  };
  const read: CardMetadata = {
    license: text('license'),
    tags: list('tags'),
    datasets: list('datasets'),
    baseModels: list('base_model'),
    pipelineTag: text('pipeline_tag'),
    metrics: list('metrics'),
    modelIndex: readModelIndex(values['model-index'], notices),
    other: readOther(values, notices),
  };
  for (const key of known) {
    const value = values[key];
    const isRead = value === undefined || value === null || typeof value === 'string' || Array.isArray(value);
    if (!isRead) notices.add('dropped', key, `\`${key}\` is neither a text nor a list.`);
  }
  return read;
}

function readOther(values: Values, notices: Notices): Values {
  const entries = Object.entries(values).filter(([key]) => !known.includes(key));
  const tooLong = entries.some(([key]) => key.length > maxKeyLength);
  if (tooLong) notices.add('dropped', 'front matter', 'A name that is too long for YAML is left out.');
  return Object.fromEntries(entries.filter(([key]) => key.length <= maxKeyLength));
}

function readModelIndex(value: unknown, notices: Notices): CardMetadata['modelIndex'] {
  if (value === undefined || value === null) return null;
  const [first, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
  if (!isRecord(first) || typeof first['name'] !== 'string') {
    notices.add('dropped', 'model-index', '`model-index` is no list of models with names.');
    return null;
  }
  if (more.length > 0) notices.add('dropped', 'model-index', 'Only the first model of `model-index` is read.');
  const results = Array.isArray(first['results']) ? (first['results'] as unknown[]) : [];
  return { name: first['name'], results: results.flatMap((result) => readResult(result, notices)) };
}

function readResult(value: unknown, notices: Notices): CardResult[] {
  const { task, dataset, metrics } = isRecord(value) ? value : {};
  const type = isRecord(task) ? task['type'] : undefined;
  const data = isRecord(dataset) ? dataset : {};
  if (typeof type !== 'string' || typeof data['type'] !== 'string' || typeof data['name'] !== 'string') {
    notices.add('dropped', 'model-index', 'A result of `model-index` without task, dataset type or dataset name is left out.'); // prettier-ignore
    return [];
  }
  const list = Array.isArray(metrics) ? (metrics as unknown[]) : [];
  return [
    {
      task: { type, ...texts(task as Values, ['name']) },
      dataset: { name: data['name'], type: data['type'], ...texts(data, ['config', 'split', 'revision']) },
      metrics: list.flatMap((metric) => readMetric(metric, notices)),
    },
  ];
}

function readMetric(metric: unknown, notices: Notices): CardMetric[] {
  const { type, value } = isRecord(metric) ? metric : {};
  if (typeof type === 'string' && (typeof value === 'number' || typeof value === 'string'))
    return [{ type, value, ...texts(metric as Values, ['name']) }];
  notices.add('dropped', 'model-index', 'A metric of `model-index` without type or value is left out.');
  return [];
}

function texts<K extends string>(values: Values, keys: readonly K[]): Partial<Record<K, string>> {
  const found = keys.filter((key) => typeof values[key] === 'string').map((key) => [key, values[key]]);
  return Object.fromEntries(found) as Partial<Record<K, string>>;
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
