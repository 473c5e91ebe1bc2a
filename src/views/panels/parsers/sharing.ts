// What a page may ask here, parsed; parsers throw with the reason.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { SharingMessages } from '../../../shared/messages/sharing.ts';

export const sharingParsers: Parsers<SharingMessages> = {};
