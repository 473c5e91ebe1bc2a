// What a page may ask here, parsed; parsers throw with the reason. Where files are written is asked of the user, never of the page.

import type { Parsers } from '../../../shared/messages/channel.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import { exportFormats, exportKinds, type SharingMessages } from '../../../shared/messages/sharing.ts';
import { parseRunIds } from './runs.ts';

export const sharingParsers: Parsers<SharingMessages> = {
  'share/export'(params) {
    const { runIds } = parseRunIds(params);
    const { kind, format } = fieldsOf(params);
    const known = exportKinds.find((each) => each === kind);
    if (known === undefined) throw new TypeError('There is no such export.');
    if (runIds.length === 0) throw new TypeError('There is no run to export.');
    if (format === undefined) return { runIds, kind: known };
    const form = exportFormats.find((each) => each === format);
    if (form === undefined) throw new TypeError('There is no such format.');
    return { runIds, kind: known, format: form };
  },
};
