// Answers questions about a paragraph with a model folder, which is loaded once. The features and the choice of an answer are those of an
// evaluation (tasks/question-answering.ts), so that a question of its dataset gets the answer that it recorded.

import { join } from 'node:path';
import type { AnswerSettings, AskedAnswer } from '../../shared/messages/ask.ts';
import { readHeadConfig } from '../checkpoint/labels.ts';
import { loadModel } from '../checkpoint/load.ts';
import { buildFeatures } from '../data/features.ts';
import type { SquadExample } from '../data/squad.ts';
import { extractAnswers } from '../eval/postprocess.ts';
import { questionAnswering } from '../model/heads/question-answering.ts';
import { Mt19937 } from '../random/mt19937.ts';
import { readText } from '../run/model.ts';
import { openQuestionAnswering } from '../tasks/question-answering.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { parseVocabulary } from '../text/vocabulary.ts';
import { openPredictor } from '../train/predictor.ts';
import { notForQuestions, nothingAsked } from './errors.ts';

/** A loaded model. */
export interface Answerer {
  /** What is odd about the model, in sentences. */
  readonly notes: readonly string[];
  /** Throws an AppError if question or paragraph are empty, or the question is too long. */
  answer(question: string, context: string): Promise<AskedAnswer>;
  release(): Promise<void>;
}

/** The sequences of a paragraph that the model gets at a time. */
const batchSize = 8;
const id = 'asked';

/** Loads a model folder on the CPU. Throws an AppError if it holds no model that answers questions. */
export async function openAnswerer(folder: string, asked: AnswerSettings): Promise<Answerer> {
  const { architecture, maxPositions } = await readHeadConfig(folder);
  if (architecture !== null && architecture !== 'BertForQuestionAnswering') throw notForQuestions(folder, architecture);
  const settings = { ...asked, maxSeqLength: Math.min(asked.maxSeqLength, maxPositions ?? asked.maxSeqLength) };
  const vocabularyPath = join(folder, 'vocab.txt');
  const vocabulary = parseVocabulary(await readText(vocabularyPath, 'vocabulary'), vocabularyPath);
  const model = await loadModel(folder, (config) => questionAnswering.parameters(config), new Mt19937(42));
  const task = await openQuestionAnswering({ train: null, evaluation: null }, vocabulary, settings);
  const predictor = await openPredictor(task, model.config, model.parameters);
  const tokenizer = new Tokenizer(vocabulary);
  const notes = [...model.notes, ...shortened(asked, settings)];
  return {
    notes,
    async answer(question, context) {
      if (question.trim() === '') throw nothingAsked('question');
      if (context.trim() === '') throw nothingAsked('paragraph');
      const startMs = performance.now();
      const examples: SquadExample[] = [{ id, title: '', question, context, answers: [] }];
      const features = buildFeatures(examples, tokenizer, { ...settings, padToMaxLength: false });
      const logits = await predictor.predict(features, { batchSize });
      const { predictions, nBest, nullOdds } = extractAnswers(examples, features, logits, settings);
      return {
        answer: predictions.get(id)!,
        candidates: nBest.get(id)!.map(({ text, start, end, probability }) => ({ text, start, end, probability })),
        nullOdds: nullOdds.get(id) ?? null,
        windows: features.length,
        elapsedMs: performance.now() - startMs,
        notes,
      };
    },
    release: () => predictor.release(),
  };
}

function shortened(asked: AnswerSettings, { maxSeqLength }: AnswerSettings): string[] {
  if (maxSeqLength === asked.maxSeqLength) return [];
  return [
    `Sequences are cut to ${maxSeqLength} tokens instead of ${asked.maxSeqLength}: the model has no more positions.`,
  ];
}
