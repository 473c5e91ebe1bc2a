// What a page may ask here, parsed; parsers throw with the reason.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { TableMessages } from '../../../shared/messages/table.ts';

export const tableParsers: Parsers<TableMessages> = {};
