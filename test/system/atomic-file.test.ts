import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { AppError } from '../../src/shared/errors.ts';
import { writeFileAtomic, writePartsAtomic } from '../../src/system/atomic-file.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-atomic-'));
});
after(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes text as UTF-8 and bytes as they are, and leaves nothing else behind', async () => {
    const path = join(folder, 'plain');
    await writeFileAtomic(path, 'größer 𝒳');
    assert.equal(await readFile(path, 'utf8'), 'größer 𝒳');
    await writeFileAtomic(path, new Uint8Array([0, 255, 10]));
    assert.deepEqual([...(await readFile(path))], [0, 255, 10]);
    await writeFileAtomic(path, '');
    assert.equal((await stat(path)).size, 0);
    assert.deepEqual(await readdir(folder), ['plain']);
  });

  it('writes only the view of a larger buffer', async () => {
    const path = join(folder, 'view');
    await writeFileAtomic(path, new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4));
    assert.deepEqual([...(await readFile(path))], [2, 3, 4]);
  });

  it('writes parts one after the other, and nothing if one of them fails', async () => {
    const path = join(folder, 'parts');
    await writePartsAtomic(path, [new Uint8Array([1, 2]), new Uint8Array(), new Uint8Array([3])]);
    assert.deepEqual([...(await readFile(path))], [1, 2, 3]);
    function* broken(): Generator<Uint8Array> {
      yield new Uint8Array([4]);
      throw new Error('no more');
    }
    const before = await readdir(folder);
    await assert.rejects(writePartsAtomic(path, broken()), /no more/);
    assert.deepEqual([...(await readFile(path))], [1, 2, 3]);
    assert.deepEqual(await readdir(folder), before);
  });

  it('keeps the permissions of the file it replaces', async () => {
    const path = join(folder, 'private');
    await writeFile(path, 'old');
    await chmod(path, 0o600);
    await writeFileAtomic(path, 'new');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('takes the longest name a file can have', async () => {
    const path = join(folder, 'n'.repeat(255));
    await writeFileAtomic(path, 'x');
    assert.equal(await readFile(path, 'utf8'), 'x');
  });

  it('names the file and the reason when it cannot write', async () => {
    const path = join(folder, 'missing', 'file');
    await assert.rejects(writeFileAtomic(path, 'x'), (error) => {
      assert.ok(error instanceof AppError);
      assert.equal(error.code, 'folder-missing');
      assert.ok(error.message.includes(path));
      return true;
    });
  });

  it('does not replace a folder, and removes its temporary file', async () => {
    const inside = join(folder, 'inside');
    await mkdir(join(inside, 'target', 'content'), { recursive: true });
    await assert.rejects(writeFileAtomic(join(inside, 'target'), 'x'), AppError);
    assert.deepEqual(await readdir(inside), ['target']);
  });
});

describe('writeFileAtomic on a full disk', () => {
  it('keeps the old file whole at every fill level', async (t) => {
    const disk = join(folder, 'small-disk');
    await mkdir(disk);
    if (!mountSmallDisk(disk)) return t.skip('needs the right to mount a small tmpfs');
    try {
      await assertSurvivesFullDisk(disk);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

function mountSmallDisk(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function assertSurvivesFullDisk(disk: string): Promise<void> {
  const path = join(disk, 'results.json');
  const old = 'o'.repeat(40_000);
  const next = 'n'.repeat(60_000);
  let failures = 0;
  for (let fill = 0; fill <= 200_000; fill += 10_000) {
    await writeFileAtomic(path, old);
    await writeFile(join(disk, 'ballast'), Buffer.alloc(fill));
    const error = await writeFileAtomic(path, next).then(
      () => null,
      (thrown: unknown) => thrown as AppError,
    );
    if (error !== null) failures += 1;
    if (error !== null) assert.equal(error.code, 'disk-full');
    assert.equal(await readFile(path, 'utf8'), error === null ? next : old);
    assert.deepEqual((await readdir(disk)).sort(), ['ballast', 'results.json']);
    await rm(join(disk, 'ballast'));
  }
  assert.ok(failures > 0, `the disk never was full: ${JSON.stringify(await statfs(disk))}`);
  assert.ok(failures < 21, 'the disk always was full');
}
