// Texts that go wrong where anything on the way takes them for something else than a text: 100 of them.

const shell = [
  "it's", "'", "''", '"', '""', '`id`', '$(id)', '${HOME}', '$HOME', '$', '$$', '\\', '\\\\', '\\n', "\\'", '\\"', ';', '; rm -rf ~', '&& id',
  '|| id', '| cat', '&', '> out', '< in', '>> out', '2>&1', '<(id)', '*', '?', '[a-z]*', '{a,b}', '{1..9}', '~', '~root', '!', '!!', '#', '# no comment',
  '(', ')', '(id)', '%PATH%', '!PATH!', '^', 'a^b', '=cmd', 'a=b', 'A=1 b', '%s%n', '\\x41', '$\'\\x41\'', "a'b\"c`d$e\\f", "'; id; '", '"; id; "',
]; // prettier-ignore
const spaces = [
  '', ' ', '  ', ' a', 'a ', '\t', 'a\tb', '\n', 'a\nb', '\na', 'a\n', '\r', 'a\r\nb', 'a \\\n b', '\v', '\f', '\u00a0', '\u2028', '\u3000', '\u200b',
]; // prettier-ignore
const flags = ['-', '--', '-x', '--seed', '--seed=1', '-1', '-1e-5', '-.5', '---', '-x y'];
const unicode = [
  'naïve', '日本語', 'שלום', 'مرحبا', '\u202egnp.exe', '\u2066a\u2069', '👩‍🔬', '🇩🇪', 'e\u0301', '\ufeff', '\uffff', '\u{10ffff}', '\u0001', '\u007f', 'ﬁ',
]; // prettier-ignore
const long = ['x'.repeat(30_000)];

/** The texts; none has a NUL, which no argument can hold. */
export const hostileTexts: readonly string[] = [...shell, ...spaces, ...flags, ...unicode, ...long];
