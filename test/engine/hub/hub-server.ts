// A small server on this machine that answers as the Hugging Face Hub does, for one model, and misbehaves where a test tells it to.

import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const modelName = 'someone/tiny';
export const commit = 'c0ffee'.padEnd(40, '0');

export interface HubServer {
  readonly endpoint: string;
  /** Paths of the requests so far. */
  readonly requests: string[];
  /** What to do instead of sending a file, by its name; `api` for the questions about the model. */
  readonly misbehave: Map<string, (response: ServerResponse, content: Uint8Array) => void>;
  close(): Promise<void>;
}

/** Starts a server with these files; those of at least `largeBytes` are kept as large files are, known by their SHA-256. */
export async function startHub(files: ReadonlyMap<string, Uint8Array>, largeBytes = 1000): Promise<HubServer> {
  const requests: string[] = [];
  const misbehave: HubServer['misbehave'] = new Map();
  const sendJson = (response: ServerResponse, value: unknown): void => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  };
  const answer: RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests.push(pathname);
    if (pathname.startsWith('/api/')) {
      const odd = misbehave.get('api');
      if (odd) return odd(response, new Uint8Array());
      const isRevision = /^\/api\/models\/someone\/tiny\/revision\/(main|v1|c0ffee0+)$/.test(pathname);
      if (isRevision) return sendJson(response, { _id: '1', id: modelName, sha: commit, lastModified: '2026-01-01' });
      if (pathname === `/api/models/${modelName}/tree/${commit}`) return sendJson(response, [...files].map(describe));
    }
    const name = decodeURIComponent(pathname.replace(`/${modelName}/resolve/${commit}/`, ''));
    const content = files.get(name);
    if (content === undefined) return void response.writeHead(404).end('Entry not found');
    const odd = misbehave.get(name);
    if (odd) return odd(response, content);
    response.setHeader('content-length', content.length).end(content);
  };
  const describe = ([path, content]: [string, Uint8Array]): object => {
    const oid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const lfs = { oid: sha256, size: content.length, pointerSize: 130 };
    return { type: 'file', path, size: content.length, oid, ...(content.length >= largeBytes ? { lfs } : {}) };
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    misbehave,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
