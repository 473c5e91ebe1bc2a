// What a page may ask about a run's details, parsed: one run, and of it a checkpoint by its step.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { DetailMessages } from '../../../shared/messages/details.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import { isCount, parseRunId } from './runs.ts';

export const detailParsers: Parsers<DetailMessages> = {
  'details/get': parseRunId,
  'details/copy-command': parseRunId,
  'details/run-again': parseRunId,
  'details/open-notes': parseRunId,
  'details/reveal'(params) {
    const { checkpoint } = fieldsOf(params);
    if (checkpoint !== undefined && !isCount(checkpoint)) throw new TypeError('checkpoint is not a step.');
    return { ...parseRunId(params), ...(checkpoint !== undefined && { checkpoint }) };
  },
};
