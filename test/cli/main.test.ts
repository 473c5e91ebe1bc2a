import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { commands } from '../../src/cli/commands.ts';
import { ipuw, type Answer } from './ipuw.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ipu-cli-'));
  await mkdir(join(folder, '.vscode'));
});
after(() => rm(folder, { recursive: true }));

const squad = {
  data: [
    {
      title: 'Rivers',
      paragraphs: [
        {
          context: 'The Rhine flows through Basel. It ends in the North Sea.',
          qas: [
            { id: 'q1', question: 'Where does it end?', answers: [{ text: 'the North Sea', answer_start: 42 }] },
            { id: 'q2', question: 'Which town?', answers: [{ text: 'Basel', answer_start: 24 }] },
          ],
        },
      ],
    },
  ],
};

async function write(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

/** The answer is a failure in words: a message, a hint, nothing on standard output, no stack trace. */
function assertFails({ exitCode, stdout, stderr }: Answer, expectedCode: number, message: RegExp): void {
  assert.equal(stdout, '');
  assert.match(stderr, message);
  assert.match(stderr, /^ipuw: .+/m);
  assert.match(stderr, /^hint: .+/m);
  assert.doesNotMatch(stderr, /^\s+at .*:\d+|internal error|Error:/im);
  assert.equal(exitCode, expectedCode);
}

describe('ipuw', () => {
  it('prints its help and its version', async () => {
    const help = await ipuw(folder, '--help');
    assert.equal(help.exitCode, 0);
    for (const { name } of commands) assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal((await ipuw(folder, '--version')).stdout, version);
    assert.match((await ipuw(folder, 'show', '--help')).stdout, /Usage: ipuw show RUN \[OPTIONS\]/);
    assert.equal((await ipuw(folder)).exitCode, 2);
  });

  it('says what is wrong with a call', async () => {
    assertFails(await ipuw(folder, 'trian', 'x'), 2, /There is no command "trian"\.\nhint: Did you mean train\?/);
    assertFails(await ipuw(folder, 'constructor'), 2, /There is no command "constructor"/);
    assertFails(await ipuw(folder, 'runs', '--jsno'), 2, /Did you mean --json\?/);
    assertFails(await ipuw(folder, 'show'), 2, /needs RUN/);
  });

  it('reads where nothing was ever run without creating anything', async () => {
    const runs = await ipuw(folder, 'runs', '--json');
    assert.deepEqual([JSON.parse(runs.stdout), runs.exitCode], [[], 0]);
    assertFails(await ipuw(folder, 'show', 'last'), 1, /There are no runs in /);
    assertFails(await ipuw(folder, 'stop', 'last'), 1, /There are no runs in /);
    assertFails(await ipuw(folder, 'runs', '--workspace', 'nowhere'), 1, /nowhere does not exist/);
    assert.deepEqual(await readdir(folder), ['.vscode']);
  });

  it('says that a file lies where the folder of the runs would be', async () => {
    const place = join(folder, 'in-the-way');
    await mkdir(place);
    await writeFile(join(place, '.ipu'), '');
    assertFails(await ipuw(place, 'runs'), 1, /in-the-way.\.ipu is a file/);
    assertFails(await ipuw(place, 'show', 'last'), 1, /in-the-way.\.ipu is a file/);
    await rm(place, { recursive: true });
  });

  it('says which runs it reads where a folder below has some as well', async () => {
    const place = join(folder, 'two');
    await mkdir(join(place, '.ipu'), { recursive: true });
    await mkdir(join(place, 'samples', '.ipu'), { recursive: true });
    const { stderr, exitCode } = await ipuw(place, 'runs', '--json');
    assert.match(stderr, /^Using the runs in .*two\. For those in .*samples: --workspace .*samples$/m);
    assert.equal(exitCode, 0);
    await rm(place, { recursive: true });
  });

  it('names what is missing for training, and creates nothing', async () => {
    assertFails(await ipuw(folder, 'train', 'nope.ipu.json'), 1, /nope\.ipu\.json does not exist/);
    await write('broken.ipu.json', '{ "training": { "seed": 1,, } }');
    assertFails(await ipuw(folder, 'train', 'broken.ipu.json'), 1, /broken\.ipu\.json:1:\d+: /);
    assert.ok(!(await readdir(folder)).includes('.ipu'));
  });

  it('removes terminal escapes from messages', async () => {
    const { stderr } = await ipuw(
      folder,
      'score',
      '--dataset',
      '\u001b]0;title\u0007\u001b[31mx',
      '--predictions',
      'y',
    );
    assert.ok(!stderr.includes('\u001b'));
  });
});

describe('ipuw doctor', () => {
  it('says in JSON and in words what is there', async () => {
    const { stdout, exitCode } = await ipuw(folder, 'doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: Record<string, string>[] };
    const failed = checks.some(({ state }) => state === 'error');
    assert.equal(exitCode, failed ? 1 : 0);
    for (const check of checks)
      assert.deepEqual(Object.keys(check).sort(), ['finding', 'id', 'remedy', 'state', 'title']);
    for (const id of ['host', 'engine', 'providers', 'memory', 'disk', 'database', 'models', 'git', 'python', 'slurm'])
      assert.ok(
        checks.some((check) => check['id'] === id),
        id,
      );
    assert.ok(!(await readdir(folder)).includes('.ipu'), 'looking creates nothing');
    const words = await ipuw(folder, 'doctor');
    assert.match(words.stdout, /^ {2}✓ Training engine +It starts, with ONNX Runtime /m);
    assert.match(words.stdout, /\n\n.*\d+ fine/);
  });
});

describe('ipuw score', () => {
  it('gives the official figures', async () => {
    const dataset = await write('dev.json', squad);
    const predictions = await write('predictions.json', { q1: 'North Sea', q2: 'the town of Basel' });
    const answer = await ipuw(folder, 'score', '--dataset', dataset, '--predictions', predictions, '--json');
    assert.equal(answer.exitCode, 0);
    // "town of basel" against "basel": one of three words, all of one.
    assert.deepEqual(JSON.parse(answer.stdout), { exact_match: 50, f1: (100 * (1 + 0.5)) / 2 });
    assert.equal(answer.stderr, '');
    const text = await ipuw(folder, 'score', '--dataset', dataset, '--predictions', predictions);
    assert.match(text.stdout, /exact_match +50\n.*f1 +75/);
  });

  it('scores unanswerable questions on request', async () => {
    const qas = [{ id: 'q3', question: 'Why?', answers: [], is_impossible: true }];
    const dataset = await write('v2.json', { data: [{ title: 'v2', paragraphs: [{ context: 'Nothing.', qas }] }] });
    const predictions = await write('predictions-v2.json', { q3: '' });
    const args = ['score', '--dataset', dataset, '--predictions', predictions, '--version-2-with-negative', '--json'];
    const figures = JSON.parse((await ipuw(folder, ...args)).stdout) as Record<string, number>;
    assert.equal(figures['exact'], 100);
    assert.equal(figures['NoAns_f1'], 100);
  });

  it('fails when no prediction is for a question of the dataset', async () => {
    const dataset = await write('dev.json', squad);
    const predictions = await write('foreign.json', { other: 'x', another: 'y' });
    const answer = await ipuw(folder, 'score', '--dataset', dataset, '--predictions', predictions, '--json');
    assertFails(answer, 1, /foreign\.json has 2 predictions, none of them for a question in dev\.json/);
  });

  it('says which questions have no prediction and which predictions no question', async () => {
    const dataset = await write('dev.json', squad);
    const predictions = await write('partial.json', { q1: 'the North Sea', other: 'x' });
    const answer = await ipuw(folder, 'score', '--dataset', dataset, '--predictions', predictions, '--json');
    assert.deepEqual(JSON.parse(answer.stdout), { exact_match: 50, f1: 50 });
    assert.match(answer.stderr, /1 of 2 questions have no prediction and count as wrong: q2\./);
    assert.match(answer.stderr, /1 predictions are for questions that are not in the dataset .*: other\./);
  });

  it('names the file and what is wrong with it', async () => {
    const dataset = await write('dev.json', squad);
    const score = (data: string, predictions: string) =>
      ipuw(folder, 'score', '--dataset', data, '--predictions', predictions);
    assertFails(await score('dv.json', dataset), 1, /dv\.json does not exist\.\nhint: Did you mean .*dev\.json\?/);
    assertFails(await score('.vscode', dataset), 1, /\.vscode is a folder, not a file/);
    assertFails(await score(await write('list.json', '[1]'), dataset), 1, /list\.json is not a list of rows/);
    assertFails(await score(await write('comma.json', '{"a":,}'), dataset), 1, /comma\.json.* is not valid JSON/);
    assertFails(await score(dataset, await write('list.json', '[1]')), 1, /list\.json is not a prediction file/);
    await writeFile(join(folder, 'binary.json'), new Uint8Array([0xff, 0xfe, 0x00]));
    assertFails(await score('binary.json', dataset), 1, /binary\.json cannot be read as text: it is broken UTF-16/);
    assertFails(await score(dataset, ''), 1, / is a folder, not a file/);
  });
});

describe('ipuw features', () => {
  const words = [
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    'the',
    'rhine',
    'it',
    'ends',
    'in',
    'north',
    'sea',
    '?',
    '.',
  ];

  it('counts', async () => {
    const dataset = await write('dev.json', squad);
    await write('vocab.txt', words.join('\n'));
    const answer = await ipuw(folder, 'features', '--dataset', dataset, '--json');
    assert.equal(answer.exitCode, 0);
    const context = 13;
    assert.deepEqual(JSON.parse(answer.stdout), {
      questions: 2,
      contexts: 1,
      features: 2,
      tokens: 5 + context + 3 + (3 + context + 3),
      longestTokens: 5 + context + 3,
      clsLabels: 0,
      maxSeqLength: 384,
      docStride: 128,
      vocabulary: join(folder, 'vocab.txt'),
    });
    const args = ['--max-seq-length', '16', '--doc-stride', '2', '--vocab', 'vocab.txt', '--json'];
    const windows = await ipuw(folder, 'features', '--dataset', dataset, ...args);
    assert.ok((JSON.parse(windows.stdout) as { features: number }).features > 2);
  });

  it('names a missing or broken vocabulary', async () => {
    const dataset = await write('dev.json', squad);
    assertFails(
      await ipuw(folder, 'features', '--dataset', dataset, '--vocab', 'vocb.txt'),
      1,
      /vocb\.txt does not exist/,
    );
    await write('empty.txt', '');
    assertFails(await ipuw(folder, 'features', '--dataset', dataset, '--vocab', 'empty.txt'), 1, /empty\.txt/);
    assertFails(await ipuw(folder, 'features', '--dataset', dataset, '--max-seq-length', '4'), 2, /at least 16/);
  });
});

describe('ipuw evaluate', () => {
  it('names a missing model folder or dataset before it loads anything', async () => {
    const dataset = await write('dev.json', squad);
    assertFails(
      await ipuw(folder, 'evaluate', 'model', '--dataset', dataset),
      1,
      /model folder .*model does not exist/,
    );
    assertFails(
      await ipuw(folder, 'evaluate', dataset, '--dataset', dataset),
      1,
      /dev\.json does not exist or is not a folder/,
    );
    assertFails(await ipuw(folder, 'evaluate', '.', '--dataset', 'dve.json'), 1, /dve\.json does not exist/);
  });
});

it('the program is executable by its first line', async () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  assert.match(await readFile(main, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});
