// The language server's thread: answers what its host asks about an experiment's text. Which message is answered how is
// handlers.ts; who starts it is thread.ts.

import { parentPort } from 'node:worker_threads';
import { serve } from '../shared/messages/channel.ts';
import type { LanguageContract } from '../shared/messages/language.ts';
import { languageHandlers, languageParsers } from './handlers.ts';

const host = parentPort;
if (!host) throw new Error('This program is a thread of the IPU Workbench extension; it does nothing on its own.');

serve<LanguageContract>(
  { post: (message) => host.postMessage(message), onMessage: (listener) => void host.on('message', listener) },
  languageHandlers,
  languageParsers,
);
