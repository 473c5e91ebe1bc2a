// Oddities of single questions that do not keep a dataset from being used. They are counted and named, never repaired or
// dropped: run_qa.py checks none of them, and figures must stay comparable.

import { codePointLength, sliceCodePoints } from '../text/code-points.ts';
import type { SquadAnswer, SquadExample } from './squad.ts';

/** What only the file shows, found while parsing: ids of questions. */
export interface Oddities {
  /** answer_start was written as text. */
  readonly textualStarts: Set<string>;
  /** is_impossible was true. */
  readonly impossible: Set<string>;
  /** is_impossible was false. */
  readonly possible: Set<string>;
}

interface DefectKind {
  /** What is wrong, after "N questions:". */
  readonly fact: string;
  /** What happens to these questions. */
  readonly consequence: string;
  applies(example: SquadExample): boolean;
}

const outside: DefectKind = {
  fact: 'answer_start lies outside the context',
  consequence: 'kept; as a label it means "no answer"',
  applies: (example) => example.answers.some(({ start }) => start < 0 || start >= codePointLength(example.context)),
};

const misplaced: DefectKind = {
  fact: 'the answer text is not at answer_start',
  consequence: 'kept; as a label it marks other words',
  applies: (example) => !outside.applies(example) && example.answers.some((answer) => !isAt(example.context, answer)),
};

const emptyAnswer: DefectKind = {
  fact: 'an answer is empty text',
  consequence: 'kept',
  applies: (example) => example.answers.some(({ text }) => text === ''),
};

const emptyContext: DefectKind = {
  fact: 'the context is empty',
  consequence: 'kept; trained as "no answer"',
  applies: (example) => example.context.trim() === '',
};

const emptyQuestion: DefectKind = {
  fact: 'the question is empty',
  consequence: 'kept',
  applies: (example) => example.question.trim() === '',
};

const unanswered: DefectKind = {
  fact: 'there is no answer, but version_2_with_negative is off',
  consequence: 'kept; trained as "no answer", and wrong in evaluation whatever is predicted',
  applies: (example) => example.answers.length === 0,
};

/** Sentences about what is odd in `examples`, each with a count and the first few ids. */
export function collectDefects(examples: readonly SquadExample[], oddities: Oddities, version2: boolean): string[] {
  const duplicates = duplicateIds(examples);
  const { textualStarts, impossible, possible } = oddities;
  const kinds: readonly DefectKind[] = [
    { fact: 'the id occurs more than once', consequence: 'all are kept', applies: ({ id }) => duplicates.has(id) },
    { fact: 'answer_start is text', consequence: 'read as a number', applies: ({ id }) => textualStarts.has(id) },
    outside,
    misplaced,
    emptyAnswer,
    emptyContext,
    emptyQuestion,
    {
      fact: 'is_impossible is true, but there are answers',
      consequence: 'the answers are used, as run_qa.py does',
      applies: ({ id, answers }) => impossible.has(id) && answers.length > 0,
    },
    {
      fact: 'is_impossible is false, but there is no answer',
      consequence: 'kept as unanswerable',
      applies: ({ id, answers }) => version2 && possible.has(id) && answers.length === 0,
    },
    ...(version2 ? [] : [unanswered]),
  ];
  return [...kinds.flatMap((kind) => renderDefect(kind, examples)), ...version2Misfit(examples, version2)];
}

/** SQuAD v1.1 read as v2.0: nothing breaks, but there are no figures for unanswerable questions. */
function version2Misfit(examples: readonly SquadExample[], version2: boolean): string[] {
  if (!version2 || examples.some(({ answers }) => answers.length === 0)) return [];
  return [`version_2_with_negative is on, but all ${examples.length} questions have an answer: is this SQuAD v1.1?`];
}

function renderDefect({ fact, consequence, applies }: DefectKind, examples: readonly SquadExample[]): string[] {
  const ids = examples.filter(applies).map(({ id }) => id);
  if (ids.length === 0) return [];
  const shown = [...new Set(ids)].slice(0, 3).map((id) => `"${id}"`);
  const questions = ids.length === 1 ? '1 question' : `${ids.length} questions`;
  const names = ids.length === 1 ? shown.join() : `first ${shown.join(', ')}`;
  return [`${questions}: ${fact} (${consequence}): ${names}.`];
}

function isAt(context: string, { text, start }: SquadAnswer): boolean {
  return sliceCodePoints(context, start, start + codePointLength(text)) === text;
}

function duplicateIds(examples: readonly SquadExample[]): Set<string> {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const { id } of examples) {
    if (seen.has(id)) duplicates.add(id);
    seen.add(id);
  }
  return duplicates;
}
