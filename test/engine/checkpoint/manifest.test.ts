import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  digestFile,
  manifestFile,
  renderManifest,
  verifyCheckpoint,
  type Manifest,
} from '../../../src/engine/checkpoint/manifest.ts';

let folder: string;
before(async () => void (folder = await mkdtemp(join(tmpdir(), 'ipu-manifest-'))));
after(() => rm(folder, { recursive: true }));

const provenance = {
  runId: 'run',
  step: 3,
  provider: 'cpu',
  experiment: { 'training.seed': 1 },
  data: { 'data.train_file': 'ab' },
} as const;

/** A checkpoint of two files, whole. */
async function makeCheckpoint(name: string): Promise<{ path: string; manifest: Manifest }> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'a.txt'), 'hello');
  await writeFile(join(path, 'b.bin'), new Uint8Array(3 << 20).fill(7));
  const manifest = { ...provenance, files: [await digestFile(path, 'a.txt'), await digestFile(path, 'b.bin')] };
  await writeFile(join(path, manifestFile), renderManifest(manifest));
  return { path, manifest };
}

test('a whole checkpoint gives its manifest', async () => {
  const { path, manifest } = await makeCheckpoint('whole');
  assert.deepEqual(await verifyCheckpoint(path), { format: 1, ...manifest });
  const sha256 = createHash('sha256').update('hello').digest('hex');
  assert.deepEqual(manifest.files[0], { name: 'a.txt', bytes: 5, sha256 });
});

const faults: Record<string, { harm: (path: string) => Promise<unknown>; says: RegExp }> = {
  'no manifest': {
    harm: (path) => rm(join(path, manifestFile)),
    says: /^it has no checkpoint\.json, so it is not complete$/,
  },
  'half a manifest': {
    harm: (path) => truncate(join(path, manifestFile), 40),
    says: /^its checkpoint\.json cannot be read/,
  },
  'a manifest of another version': {
    harm: (path) => writeFile(join(path, manifestFile), '{"format": 2}'),
    says: /^its checkpoint\.json is not one that this version reads$/,
  },
  'a missing file': { harm: (path) => rm(join(path, 'a.txt')), says: /^a\.txt is missing$/ },
  'a short file': {
    harm: (path) => truncate(join(path, 'b.bin'), 1000),
    says: /^b\.bin has 1000 bytes instead of 3145728$/,
  },
  'a changed byte': {
    harm: (path) => writeFile(join(path, 'a.txt'), 'hellO'),
    says: /^a\.txt is not as it was written$/,
  },
  'a link in place of a file': {
    harm: async (path) => {
      await writeFile(join(folder, 'elsewhere'), 'hello');
      await rm(join(path, 'a.txt'));
      await symlink(join(folder, 'elsewhere'), join(path, 'a.txt'));
    },
    says: /^a\.txt is not a plain file$/,
  },
};

for (const [name, { harm, says }] of Object.entries(faults)) {
  test(`${name} is told`, async () => {
    const { path } = await makeCheckpoint(name.replaceAll(' ', '-'));
    await harm(path);
    assert.match(String(await verifyCheckpoint(path)), says);
  });
}

test('a file outside the folder cannot be part of a checkpoint', async () => {
  const { path, manifest } = await makeCheckpoint('outside');
  for (const name of ['../whole/a.txt', '/etc/passwd', '..', '.', 'c:\\x', '']) {
    const files = [{ ...manifest.files[0]!, name }];
    await writeFile(join(path, manifestFile), renderManifest({ ...manifest, files }));
    assert.match(String(await verifyCheckpoint(path)), /not one that this version reads/, name);
  }
});
