// A page's line to the extension host: messages as text over VS Code's port.

import type { Port } from '../../src/shared/messages/channel.ts';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';

type Host = Pick<ReturnType<typeof acquireVsCodeApi>, 'postMessage'>;

/** The port on which the page asks and listens. */
export function createPort(host: Host): Port {
  return {
    post: (message) => host.postMessage(encodeWire(message)),
    onMessage: (listener) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(decodeWire(event.data))),
  };
}
