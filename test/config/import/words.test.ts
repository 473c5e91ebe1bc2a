import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quoteWord, renderCommand } from '../../../src/config/import/quote.ts';
import { splitCommands } from '../../../src/config/import/words.ts';
import { createRandom } from '../../support/random.ts';

const words = (text: string, windows = false): string[][] =>
  splitCommands(text, { windows }).map((command) => command.words.map((word) => word.text));

describe('words of a command are those that a POSIX shell would make', () => {
  const cases: readonly [name: string, text: string, expected: string[][]][] = [
    ['spaces', '  a  b\tc ', [['a', 'b', 'c']]],
    ['single quotes', `a 'b  $c "\\n"'`, [['a', 'b  $c "\\n"']]],
    ['double quotes', 'a "b \\"c\\" \\\\ \\n"', [['a', 'b "c" \\ \\n']]],
    ['quotes in the middle of a word', `a"b c"'d e'f`, [['ab cd ef']]],
    ['empty words', `a '' ""`, [['a', '', '']]],
    ['escapes', 'a\\ b \\"c \\\\', [['a b', '"c', '\\']]],
    ['ANSI quotes', `a $'b\\n\\t\\'\\x41\\u00e9'`, [['a', "b\n\t'Aé"]]],
    ['a continued line', 'a \\\n  b', [['a', 'b']]],
    ['a continuation glued to a word', '--seed 42\\\n  --x', [['--seed', '42', '--x']]],
    ['a continuation inside a word', 'ab\\\ncd', [['abcd']]],
    ['a continuation in double quotes', '"ab\\\ncd"', [['abcd']]],
    ['spaces after the backslash', 'a \\  \n b', [['a', 'b']]],
    ['Windows line ends', 'a \\\r\n  b\r\nc', [['a', 'b'], ['c']]],
    ['a backslash at the very end', 'a b \\', [['a', 'b']]],
    ['comments', 'a # b\nc#d e', [['a'], ['c#d', 'e']]],
    ['several commands', 'a && b; c | d\ne & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['separators in quotes', `a '&& b; c'`, [['a', '&& b; c']]],
    ['redirections', 'a > b.txt 2>&1 c &> d', [['a', 'c']]],
    ['an environment before a command', 'A=1 B="2 3" a b=c', [['a', 'b=c']]],
    ['quotes that do not end', `a 'b c`, [['a', 'b c']]],
    ["cmd's carets", 'a ^\n  b', [['a', 'b']]],
    ["PowerShell's back-ticks", 'a `\n  b', [['a', 'b']]],
  ]; // prettier-ignore
  for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(words(text), expected));

  test('backslashes of Windows paths', () => assert.deepEqual(words('a C:\\data\\x', true), [['a', 'C:\\data\\x']]));
});

test('a variable that the text sets is filled in, others stand as they are and are said', () => {
  const [command] = splitCommands(
    'LR=3e-5\nexport X="a b"\npython --lr $LR --x "$X" --y ${X} --z $HOME/d --w $(date +%s)',
  );
  assert.deepEqual(
    command?.words.map(({ text }) => text),
    ['python', '--lr', '3e-5', '--x', 'a b', '--y', 'a', 'b', '--z', '$HOME/d', '--w', '$(date +%s)'],
  );
  assert.deepEqual(
    command.words.flatMap(({ unfilled }) => unfilled),
    ['$HOME', '$(date +%s)'],
  );
});

test('environment and redirections are told apart from the words', () => {
  const [command] = splitCommands('A=1 B=2 python x.py > log.txt');
  assert.deepEqual(command?.environment, ['A', 'B']);
  assert.deepEqual(command.redirections, ['> log.txt']);
});

test('what is quoted is read back, whatever it is', () => {
  const random = createRandom(7);
  const alphabet = [...`abc $\`"'\\;&|<>(){}[]*?!~#=%^,\n\t\r-é日🤖\u202e\u0001`];
  for (let round = 0; round < 2000; round++) {
    const argv = Array.from({ length: 1 + random.below(5) }, () =>
      Array.from({ length: random.below(8) }, () => random.pick(alphabet)).join(''),
    );
    assert.deepEqual(words(renderCommand(['python', 'x.py'], [argv])), [['python', 'x.py', ...argv]]);
  }
});

test('a word that no program can be given is refused by name', () => {
  assert.throws(() => quoteWord('a\0b'), /NUL/);
  assert.throws(() => quoteWord('a\ud800'), /surrogate/);
});

test('any text at all is split without a failure, and quickly', () => {
  const random = createRandom(8);
  const scraps = [
    '"',
    "'",
    '\\',
    '$(',
    '${',
    '`',
    '\n',
    ' ',
    'a',
    '--x',
    '<<',
    '>',
    '&',
    ')',
    '}',
    '$',
    "$'",
    '#',
    '=',
  ];
  for (let round = 0; round < 3000; round++)
    splitCommands(Array.from({ length: random.below(40) }, () => random.pick(scraps)).join(''));
});
