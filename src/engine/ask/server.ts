// `engine ask`: answers over the line to the program that started it, with one model for as long as it lives. It ends when that line does,
// so that it never outlives the editor's window.

import { serve } from '../../shared/messages/channel.ts';
import type { AnswerSettings, AskContract } from '../../shared/messages/ask.ts';
import { longestContext, longestQuestion } from '../../shared/messages/ask.ts';
import { fieldsOf } from '../../shared/messages/fields-of.ts';
import { openAnswerer, type Answerer } from './answerer.ts';
import { modelNotOpened, noChannel } from './errors.ts';

/** Serves until the other side goes. Throws an AppError if there is no other side. */
export async function serveAnswers(): Promise<void> {
  if (process.send === undefined) throw noChannel();
  let answerer: Promise<Answerer> | undefined;
  serve<AskContract>(
    {
      post: (message) => void (process.connected && process.send?.(message)),
      onMessage: (listener) => void process.on('message', listener),
    },
    {
      async open({ folder, settings }) {
        answerer ??= openAnswerer(folder, settings);
        return { notes: (await answerer).notes };
      },
      async answer({ question, context }) {
        if (answerer === undefined) throw modelNotOpened();
        return (await answerer).answer(question, context);
      },
    },
    { open: parseOpen, answer: parseAnswer },
  );
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
}

function parseOpen(params: unknown): AskContract['open']['params'] {
  const { folder, settings } = fieldsOf(params);
  if (typeof folder !== 'string' || folder === '') throw new TypeError('folder is not a path.');
  return { folder, settings: parseSettings(fieldsOf(settings)) };
}

function parseSettings(fields: Readonly<Record<string, unknown>>): AnswerSettings {
  const number = (name: string): number => {
    const value = fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${name} is not a number.`);
    return value;
  };
  return {
    maxSeqLength: number('maxSeqLength'),
    docStride: number('docStride'),
    padToMaxLength: fields['padToMaxLength'] === true,
    version2: fields['version2'] === true,
    nullScoreDiffThreshold: number('nullScoreDiffThreshold'),
    nBestSize: number('nBestSize'),
    maxAnswerLength: number('maxAnswerLength'),
  };
}

function parseAnswer(params: unknown): AskContract['answer']['params'] {
  const { question, context } = fieldsOf(params);
  if (typeof question !== 'string' || question.length > longestQuestion) throw new TypeError('question is too long.');
  if (typeof context !== 'string' || context.length > longestContext) throw new TypeError('context is too long.');
  return { question, context };
}
