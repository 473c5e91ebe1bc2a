// Two ends of a line between page and host, as text, as VS Code carries it.

import type { Port } from '../../src/shared/messages/channel.ts';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';

/** What is posted at one end arrives at the other. */
export function createLine(): [Port, Port] {
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const end = (own: 0 | 1): Port => ({
    post: (message) => {
      const text = encodeWire(message);
      queueMicrotask(() => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(decodeWire(text))));
    },
    onMessage: (listener) => void listeners[own].push(listener),
  });
  return [end(0), end(1)];
}
