// The analysis thread: answers what its host asks about results. Which message is answered how is handlers.ts.

import { parentPort } from 'node:worker_threads';
import type { AnalysisContract } from '../shared/messages/analysis.ts';
import { serve } from '../shared/messages/channel.ts';
import { analysisHandlers, analysisParsers } from './handlers.ts';

const host = parentPort;
if (!host) throw new Error('This program is a thread of the IPU Workbench extension; it does nothing on its own.');

serve<AnalysisContract>(
  { post: (message) => host.postMessage(message), onMessage: (listener) => void host.on('message', listener) },
  analysisHandlers,
  analysisParsers,
);
