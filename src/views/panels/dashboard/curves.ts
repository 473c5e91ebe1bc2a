// Answers about curves: the store of the run has them.

import type { Handlers } from '../../../shared/messages/contract.ts';
import type { CurveMessages } from '../../../shared/messages/curves.ts';
import { saveFile } from '../save-file.ts';
import type { DashboardParts } from './parts.ts';

export function curveHandlers({ index }: Pick<DashboardParts, 'index'>): Handlers<CurveMessages> {
  return {
    'runs/series': async (params) => (await index.storeOf(params.runId)).request('runs/series', params),
    'file/save': saveFile,
  };
}
