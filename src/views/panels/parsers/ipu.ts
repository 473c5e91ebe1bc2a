// What a page may ask here, parsed; parsers throw with the reason.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { IpuMessages } from '../../../shared/messages/ipu.ts';

export const ipuParsers: Parsers<IpuMessages> = {};
