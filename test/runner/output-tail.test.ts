import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { plainText, readOutputTail, renderOutput } from '../../src/runner/output-tail.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('renderOutput', () => {
  it('shows of a progress bar what stands at the end', () => {
    assert.equal(renderOutput(bytes('0 %\r50 %\r100 %\ndone\r\n'), false), '100 %\ndone');
  });

  it('drops the half line at a cut, but shows one endless line', () => {
    assert.equal(renderOutput(bytes('lf a line\nwhole'), true), 'whole');
    assert.equal(renderOutput(bytes('endless'), true), 'endless');
  });

  it('replaces what is not UTF-8', () => {
    assert.equal(renderOutput(new Uint8Array([0xff, 0x61, 0xc3]), false), '\ufffda\ufffd');
  });
});

describe('plainText', () => {
  it('removes colours, links, titles, bells and marks that turn the text', () => {
    assert.equal(plainText('\u001b[1;31mred\u001b[0m'), 'red');
    assert.equal(plainText('\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007'), 'link');
    assert.equal(plainText('\u001b]0;title\u0007a\u0000b\u0008c\u202ed'), 'abcd');
    assert.equal(plainText('tab\tand\nnewline stay, größer 𝒳 too'), 'tab\tand\nnewline stay, größer 𝒳 too');
  });
});

describe('readOutputTail', () => {
  it('reads only the end of a file, and nothing where there is none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ipu-tail-'));
    try {
      const path = join(folder, 'output.log');
      assert.equal(await readOutputTail(path), '');
      await writeFile(path, `${'x'.repeat(5000)}\nlast but one\nlast\n`);
      assert.equal(await readOutputTail(path, 20), 'last but one\nlast');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
