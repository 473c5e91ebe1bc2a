// Models from the Hub: what is downloaded lies in the cache as Hugging Face's programs keep it; what is wrong is never used.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { findSnapshot } from '../../../src/config/hub-cache.ts';
import { loadModel } from '../../../src/engine/checkpoint/load.ts';
import { downloadModel, type DownloadRequest } from '../../../src/engine/hub/download-model.ts';
import { createGuardedFetch } from '../../../src/engine/hub/guarded-fetch.ts';
import { locateModel } from '../../../src/engine/hub/locate-model.ts';
import { bertParameters } from '../../../src/engine/model/parameters.ts';
import { Mt19937 } from '../../../src/engine/random/mt19937.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { commit, modelName, startHub, type HubServer } from './hub-server.ts';

const models = join(import.meta.dirname, '../../fixtures/models');
const weights = 'model.safetensors';
let folder: string;
let cache: string;
let hub: HubServer;
let files: Map<string, Uint8Array>;
const environment = { ...process.env };

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-'));
  files = await filesOf('whole');
  hub = await startHub(files);
});
beforeEach(async () => {
  cache = await mkdtemp(join(folder, 'cache-'));
  hub.misbehave.clear();
  hub.requests.length = 0;
});
afterEach(() => {
  for (const name of ['HF_ENDPOINT', 'HF_HUB_CACHE', 'HF_HUB_OFFLINE', 'HF_TOKEN']) {
    if (environment[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = environment[name];
  }
});
after(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

async function filesOf(fixture: string): Promise<Map<string, Uint8Array>> {
  const names = await readdir(join(models, fixture));
  const contents = names.map(async (name) => [name, await readFile(join(models, fixture, name))] as const);
  return new Map([
    ...(await Promise.all(contents)),
    ['vocab.txt', Buffer.from('[PAD]\n')],
    ['README.md', Buffer.from('#')],
  ]);
}

const download = (request: Partial<DownloadRequest> = {}) =>
  downloadModel({
    name: modelName,
    revision: 'main',
    needsVocabulary: true,
    onProgress: () => undefined,
    endpoint: hub.endpoint,
    cache,
    ...request,
  });

async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(thrown instanceof AppError, thrown instanceof Error ? thrown.stack : String(thrown));
  return thrown;
}

test('a downloaded model lies in the cache’s layout, loads, and is found again without asking', async () => {
  const progress: [number, number][] = [];
  const snapshot = await download({ onProgress: (...bytes) => progress.push(bytes) });
  const model = join(cache, 'models--someone--tiny');
  assert.deepEqual(snapshot, { folder: join(model, 'snapshots', commit), commit });
  assert.equal(await readFile(join(model, 'refs/main'), 'utf8'), commit);
  assert.deepEqual(new Set(await readdir(snapshot.folder)), new Set(['config.json', 'vocab.txt', weights]));
  const sha256 = createHash('sha256').update(files.get(weights)!).digest('hex');
  assert.equal(await readlink(join(snapshot.folder, weights)), join('../../blobs', sha256));
  assert.equal((await readdir(join(model, 'blobs'))).length, 3);
  const total = ['config.json', 'vocab.txt', weights].reduce((sum, name) => sum + files.get(name)!.length, 0);
  assert.deepEqual(progress.at(-1), [total, total]);
  const { config } = await loadModel(snapshot.folder, bertParameters, new Mt19937(1));
  assert.equal(config.hidden_size, 8);
  assert.deepEqual(await findSnapshot(modelName, null, true, cache), snapshot);
  assert.equal(await findSnapshot(modelName, 'v2', true, cache), null);
});

test('weights in several files are downloaded as the index says, pickles only without safetensors', async () => {
  for (const form of ['sharded', 'bin', 'sharded-bin']) {
    const other = await startHub(await filesOf(form));
    try {
      const snapshot = await download({ endpoint: other.endpoint, cache: join(cache, form) });
      const { parameters } = await loadModel(snapshot.folder, bertParameters, new Mt19937(1));
      assert.ok(parameters.size > 20, form);
    } finally {
      await other.close();
    }
  }
});

const partly = (content: Uint8Array): Uint8Array => content.subarray(0, content.length / 2);
const misbehaviours: Record<
  string,
  [odd: (response: ServerResponse, content: Uint8Array) => void, code: string, says: RegExp]
> = {
  'a changed byte': [
    (response, content) => response.end(Uint8Array.from(content).with(100, 7)),
    'download-wrong',
    /model\.safetensors is not used: its checksum is [0-9a-f]{64}, not [0-9a-f]{64}/,
  ],
  'an end too early': [
    (response, content) => response.end(partly(content)),
    'download-wrong',
    /it ended after 2652 of 5304 bytes/,
  ],
  'a connection that breaks off': [
    (response, content) => {
      response.setHeader('content-length', content.length).write(partly(content), () => response.destroy());
    },
    'download-wrong',
    /the connection broke off|ended after/,
  ],
  'more bytes than said': [
    (response, content) => response.end(Buffer.concat([content, content])),
    'download-wrong',
    /longer than the 5304 bytes/,
  ],
  'a 404': [(response) => response.writeHead(404).end('gone'), 'download-wrong', /the server answers 404/],
  'a web page': [
    (response) => response.setHeader('content-type', 'text/html').end('<html>Log in</html>'),
    'download-wrong',
    /a web page came in its place/,
  ],
  'a redirect to a file': [redirectTo('file:///etc/passwd'), 'hub-redirect-forbidden', /file:\/\/\/etc\/passwd/],
  'a redirect to http elsewhere': [
    redirectTo('http://example.org/x'),
    'hub-redirect-forbidden',
    /http:\/\/example\.org\/x/,
  ],
  'a redirect into the local network': [
    redirectTo('https://127.0.0.1/x?key=1'),
    'hub-redirect-forbidden',
    /https:\/\/127\.0\.0\.1\/x,/,
  ],
  'a redirect in a circle': [
    redirectTo(`/${modelName}/resolve/${commit}/${weights}`),
    'hub-redirect-forbidden',
    /more than 5/,
  ],
};

function redirectTo(location: string) {
  return (response: ServerResponse): void => void response.writeHead(302, { location }).end();
}

for (const [name, [odd, code, says]] of Object.entries(misbehaviours)) {
  test(`${name} instead of the weights: a named error, and nothing of it is kept`, async () => {
    hub.misbehave.set(weights, odd);
    const error = await refusal(download());
    assert.equal(error.code, code);
    assert.match(error.message, says);
    const model = join(cache, 'models--someone--tiny');
    assert.equal(await findSnapshot(modelName, null, true, cache), null);
    assert.equal((await readdir(join(model, 'blobs'))).length, 2, 'only the two files that arrived whole');
    hub.misbehave.clear();
    hub.requests.length = 0;
    assert.equal((await download()).commit, commit, 'the next try succeeds');
    assert.ok(!hub.requests.some((path) => path.endsWith('config.json')), 'what had arrived is not asked for again');
  });
}

test('a small file is checked as well', async () => {
  hub.misbehave.set('config.json', (response) => response.end('{}'.padEnd(files.get('config.json')!.length)));
  assert.match((await refusal(download())).message, /config\.json is not used: its checksum/);
});

test('an unknown model or revision, a login page, an answer without sense, and no connection', async () => {
  assert.match((await refusal(download({ name: 'someone/else' }))).message, /someone\/else .*there is no such model/);
  assert.match((await refusal(download({ revision: 'v9' }))).message, /revision v9/);
  hub.misbehave.set('api', (response) => response.setHeader('content-type', 'text/html').end('<html>'));
  assert.equal((await refusal(download())).code, 'hub-answer-broken');
  hub.misbehave.set('api', (response) => response.end('{"sha":"../../x"}'));
  assert.equal((await refusal(download())).code, 'hub-answer-broken');
  const closed = await startHub(files);
  await closed.close();
  const error = await refusal(download({ endpoint: closed.endpoint }));
  assert.equal(error.code, 'hub-unreachable');
  assert.match(
    error.message,
    /someone\/tiny is not on this machine, and http:\/\/127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED/,
  );
});

test('a model without weights for PyTorch names what is missing', async () => {
  const other = await startHub(new Map([['config.json', Buffer.from('{}')]]));
  const error = await refusal(download({ endpoint: other.endpoint }));
  await other.close();
  assert.match(error.message, /lacks vocab\.txt and model\.safetensors/);
});

test('a cache that cannot be written', async () => {
  await writeFile(join(cache, 'file'), '');
  const error = await refusal(download({ cache: join(cache, 'file') }));
  assert.match(error.message, /Cannot write|cannot be written|not a folder/i);
});

test('the token goes to the Hub and nowhere else', async () => {
  const seen: (string | undefined)[] = [];
  const token = (response: ServerResponse): void => void seen.push(response.req.headers.authorization);
  process.env['HF_TOKEN'] = 'hf_secret';
  hub.misbehave.set(weights, (response, content) => {
    token(response);
    response.end(content);
  });
  await download();
  assert.deepEqual(seen, ['Bearer hf_secret']);
  const elsewhere = await startHub(files);
  elsewhere.misbehave.set(weights, (response) => {
    token(response);
    response.end();
  });
  // Another origin is only ever reached by https to a public host, so the guard is asked directly.
  const guarded = createGuardedFetch(hub.endpoint);
  await assert.rejects(
    guarded(`${elsewhere.endpoint}/x`, { headers: { authorization: 'Bearer hf_secret' } }),
    AppError,
  );
  await elsewhere.close();
  assert.equal(elsewhere.requests.length, 0);
});

test('the engine finds a name: from the cache, by a download, or not while offline; a folder is taken as it is', async () => {
  process.env['HF_ENDPOINT'] = hub.endpoint;
  process.env['HF_HUB_CACHE'] = cache;
  const notes: string[] = [];
  const locate = (nameOrPath: string, revision: string | null = null) =>
    locateModel({
      nameOrPath,
      revision,
      needsVocabulary: true,
      note: (note) => notes.push(note),
      onProgress: () => undefined,
    });
  process.env['HF_HUB_OFFLINE'] = '1';
  assert.equal((await refusal(locate(modelName))).code, 'hub-offline');
  assert.equal(hub.requests.length, 0);
  delete process.env['HF_HUB_OFFLINE'];
  const origin = await locate(modelName);
  const sha256 = createHash('sha256').update(files.get(weights)!).digest('hex');
  assert.deepEqual(origin, {
    name: modelName,
    revision: 'main',
    commit,
    folder: join(cache, 'models--someone--tiny/snapshots', commit),
    weights: [{ file: weights, sha256 }],
  });
  assert.match(notes.at(-1)!, new RegExp(`commit ${commit}; SHA-256 of ${weights} ${sha256}`));
  hub.requests.length = 0;
  assert.deepEqual(await locate(modelName), origin);
  assert.deepEqual((await locate(modelName, commit)).folder, origin.folder);
  assert.equal(hub.requests.length, 0, 'the cache is enough');
  assert.deepEqual(await locate(origin.folder), {
    name: null,
    revision: null,
    commit: null,
    folder: origin.folder,
    weights: origin.weights,
  });
  assert.equal((await refusal(locate('no/such/name'))).code, 'hub-name-invalid');
  assert.equal((await refusal(locate('../x'))).code, 'hub-name-invalid');
  assert.equal((await refusal(locate(modelName, '../../x'))).code, 'hub-revision-invalid');
});

test('a damaged copy in the cache is not taken for the model', async () => {
  await download();
  const blobs = join(cache, 'models--someone--tiny/blobs');
  const sha256 = createHash('sha256').update(files.get(weights)!).digest('hex');
  await writeFile(join(blobs, sha256), Uint8Array.from(files.get(weights)!).with(5000, 1));
  const { folder: snapshot } = (await findSnapshot(modelName, null, true, cache))!;
  const request = { revision: null, needsVocabulary: true, note: () => undefined, onProgress: () => undefined };
  assert.equal((await refusal(locateModel({ ...request, nameOrPath: snapshot }))).code, 'cached-file-damaged');
  await download();
  assert.deepEqual(await readFile(join(blobs, sha256)), files.get(weights), 'it was downloaded again');
  await rm(join(blobs, sha256));
  assert.equal(await findSnapshot(modelName, null, true, cache), null);
  await mkdir(join(cache, 'models--someone--other/refs'), { recursive: true });
  await mkdir(join(cache, 'models--someone--other/complete'));
  for (const [name, content] of files) await writeFile(join(cache, 'models--someone--other/complete', name), content);
  await writeFile(join(cache, 'models--someone--other/refs/main'), '../complete');
  assert.equal(await findSnapshot('someone/other', null, true, cache), null);
});
