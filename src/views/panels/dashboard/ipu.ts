// Answers about a run's IPUs: the store has what was recorded, and the language thread plans the run's experiment. Nothing is worked
// out on the extension host.

import { join } from 'node:path';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { IpuMessages } from '../../../shared/messages/ipu.ts';
import { runFiles } from '../../../shared/run-folder.ts';
import type { DashboardParts } from './parts.ts';

/** What of the dashboard's parts is asked here. */
export interface IpuParts {
  readonly index: Pick<DashboardParts['index'], 'storeOf' | 'detail'>;
  readonly language: Pick<DashboardParts['language'], 'makePlan'>;
}

export function ipuHandlers({ index, language }: IpuParts): Handlers<IpuMessages> {
  return {
    'runs/heat-map': async (params) => (await index.storeOf(params.runId)).request('runs/heat-map', params),
    async 'ipu/plan'({ runId }) {
      const { folder, experiment } = await index.detail(runId);
      if (typeof experiment !== 'object' || experiment === null) return null;
      // Resolved: it stands by itself, wherever its file is said to lie.
      const request = { file: join(folder, runFiles.experiment), text: JSON.stringify(experiment), counts: null };
      return (await language.makePlan(request))?.plan ?? null;
    },
  };
}
