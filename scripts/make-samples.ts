// Makes samples/squad/{train,dev}-sample.json from the official SQuAD v1.1 files:
//   node scripts/make-samples.ts --train train-v1.1.json --dev dev-v1.1.json [--skip-ids ids.json] [--out samples/squad]
// The same files give the same samples. It is not part of the product; its output is committed.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSquad, type SquadExample } from '../src/engine/data/squad.ts';
import { codePointLength, sliceCodePoints } from '../src/engine/text/code-points.ts';

/** Contexts this short make sequences that train fast. */
const maxContextCodePoints = 600;
const trainQuestions = 200;
const devQuestions = 100;

const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    dev: { type: 'string' },
    'skip-ids': { type: 'string' },
    out: { type: 'string', default: join(import.meta.dirname, '..', 'samples', 'squad') },
  },
});
if (values.train === undefined || values.dev === undefined) {
  console.error('Usage: node scripts/make-samples.ts --train FILE --dev FILE [--skip-ids FILE] [--out FOLDER]');
  process.exit(2);
}
mkdirSync(values.out, { recursive: true });
const skipIds = new Set(values['skip-ids'] === undefined ? [] : readIds(values['skip-ids']));
writeSample(join(values.out, 'train-sample.json'), values.train, trainQuestions);
writeSample(join(values.out, 'dev-sample.json'), values.dev, devQuestions);

function readIds(file: string): string[] {
  const ids: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(ids)) throw new Error(`${file} is not a list of question ids`);
  return ids.map(String);
}

function writeSample(outFile: string, inFile: string, questionCount: number): void {
  const { examples } = parseSquad(readFileSync(inFile, 'utf8'), basename(inFile), { version2: false });
  const sample = takeInTurn(examples.filter(isSuitable), questionCount);
  writeFileSync(outFile, `${JSON.stringify(toOfficialLayout(sample), undefined, 1)}\n`);
  const articles = new Set(sample.map(({ title }) => title)).size;
  console.log(`${outFile}: ${sample.length} questions from ${articles} articles`);
}

/** A short context, an official id, and every answer where it is said to be. */
function isSuitable({ id, context, answers }: SquadExample): boolean {
  if (!/^[0-9a-f]{24}$/.test(id) || skipIds.has(id) || codePointLength(context) >= maxContextCodePoints) return false;
  return answers.every(({ text, start }) => sliceCodePoints(context, start, start + codePointLength(text)) === text);
}

/** Paragraph by paragraph, one from each article in turn, until there are enough questions. */
function takeInTurn(examples: readonly SquadExample[], count: number): SquadExample[] {
  const articles = [...groupBy(examples, ({ title }) => title).values()].map((article) => [
    ...groupBy(article, ({ context }) => context).values(),
  ]);
  const taken: SquadExample[] = [];
  for (let turn = 0; taken.length < count && articles.some((article) => turn < article.length); turn += 1) {
    for (const article of articles) taken.push(...(article[turn] ?? []));
  }
  return taken.slice(0, count);
}

function toOfficialLayout(examples: readonly SquadExample[]): object {
  const data = Array.from(
    groupBy(examples, ({ title }) => title),
    ([title, article]) => ({
      title,
      paragraphs: Array.from(
        groupBy(article, ({ context }) => context),
        ([context, questions]) => ({
          context,
          qas: questions.map(({ id, question, answers }) => ({
            id,
            question,
            answers: answers.map(({ text, start }) => ({ answer_start: start, text })),
          })),
        }),
      ),
    }),
  );
  return { version: '1.1', data };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, keyOf);
}
