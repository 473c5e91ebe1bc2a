// What a page may ask here, parsed; parsers throw with the reason.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { ResultMessages } from '../../../shared/messages/results.ts';

export const resultParsers: Parsers<ResultMessages> = {};
