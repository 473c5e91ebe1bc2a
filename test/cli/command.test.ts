import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonOption, parseInput, type Command } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { isUsageError } from '../../src/cli/errors.ts';
import { renderCommandHelp, renderHelp } from '../../src/cli/help.ts';
import { AppError } from '../../src/shared/errors.ts';

const command: Command = {
  name: 'evaluate',
  summary: 'Evaluate.',
  arguments: ['FOLDER'],
  options: {
    dataset: { value: 'FILE', required: true, doc: 'A file.' },
    'doc-stride': { value: 'N', doc: 'A number.' },
    ...jsonOption,
  },
  run: () => Promise.resolve(0),
};

/** The usage error of a call: its message, then its hint. */
function refuse(...args: string[]): string {
  try {
    parseInput(command, args).integer('doc-stride', 128, 0);
  } catch (error) {
    assert.ok(error instanceof AppError && isUsageError(error), String(error));
    return `${error.message} ${error.hint}`;
  }
  return assert.fail('the call was accepted');
}

describe('parseInput', () => {
  it('takes options before, after and tied by an equals sign', () => {
    for (const args of [
      ['--dataset', 'a b', 'folder', '--json'],
      ['folder', '--json', '--dataset=a b'],
      ['--json', '--dataset=a b', '--', 'folder'],
    ]) {
      const input = parseInput(command, args);
      assert.equal(input.argument('FOLDER'), 'folder');
      assert.equal(input.requiredText('dataset'), 'a b');
      assert.equal(input.isSet('json'), true);
      assert.equal(input.integer('doc-stride', 128, 0), 128);
    }
  });

  it('takes a value that begins with dashes if it is tied, and an argument after --', () => {
    const input = parseInput(command, ['--dataset=--json', '--', '--folder']);
    assert.equal(input.text('dataset'), '--json');
    assert.equal(input.argument('FOLDER'), '--folder');
    assert.equal(input.isSet('json'), false);
  });

  it('names the option that was meant', () => {
    assert.match(refuse('f', '--datset', 'x'), /no option --datset\. Did you mean --dataset\?/);
    assert.match(refuse('f', '--frobnicate'), /no option --frobnicate\. Run `ipuw evaluate --help`/);
    assert.match(refuse('f', '-json'), /no option -j/);
    assert.match(refuse('f', '--__proto__'), /no option --__proto__/);
  });

  it('says what is missing or too much', () => {
    assert.match(refuse('--dataset', 'x'), /needs FOLDER/);
    assert.match(refuse('', '--dataset', 'x'), /needs FOLDER/);
    assert.match(refuse('f'), /needs --dataset/);
    assert.match(refuse('f', '--dataset'), /--dataset needs a value/);
    assert.match(refuse('f', '--dataset', '--json'), /--dataset needs a value/);
    assert.match(refuse('f', '--dataset', 'x', '--json=yes'), /--json takes no value/);
    assert.match(refuse('f', 'g', '--dataset', 'x'), /"g"/);
  });

  it('takes only whole numbers in their range', () => {
    for (const text of ['x', '-1', '1.5', '1e3', '0x10', '', ' 1', '9007199254740993']) {
      assert.match(refuse('f', '--dataset', 'x', `--doc-stride=${text}`), /whole number of at least 0/, text);
    }
    assert.equal(parseInput(command, ['f', '--dataset=x', '--doc-stride', '007']).integer('doc-stride', 1, 0), 7);
  });
});

describe('help', () => {
  it('names every command, and of each command every option', () => {
    const help = renderHelp(commands);
    for (const each of commands) {
      assert.ok(help.includes(each.summary), each.name);
      const own = renderCommandHelp(each);
      for (const [name, option] of Object.entries(each.options))
        assert.ok(own.includes(`--${name}`) && own.includes(option.doc));
      for (const name of each.arguments) assert.match(own, new RegExp(`ipuw ${each.name} .*${name}`));
    }
  });
});
