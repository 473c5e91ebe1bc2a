// Words that do not belong into the project: paths of one machine, hosts of one registry, tests narrowed to one, notes without a reason.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

interface Rule {
  readonly name: string;
  readonly files: RegExp;
  readonly pattern: RegExp;
  /** A line that the rule must find, so that a rule that finds nothing is noticed. */
  readonly example: string;
}

const CODE = /\.(ts|mjs|cjs|js|py)$/;
// Written in pieces, so that this file does not contain what it looks for.
const NOTE = ['TO', 'DO|FIX', 'ME|X', 'XX'].join('');

const RULES: readonly Rule[] = [
  {
    name: 'a path of one machine',
    files: /./,
    pattern: /(^|[\s"'`(=:])\/(work|root)\/\w/,
    example: `cd ${'/wo'}rk/main`,
  },
  {
    name: 'the home folder of one user',
    files: /./,
    pattern: /(^|[\s"'`(=:])\/(home|Users)\/(?!user\b|you\b|ubuntu\b)\w/,
    example: `in ${'/ho'}me/alice`,
  },
  {
    name: 'a registry host in the lock file',
    files: /(^|\/)(package-lock\.json|\.npmrc)$/,
    pattern: /"resolved"|registry\s*=|https?:\/\/[^"]*\.tgz/,
    example: '"resolved": "https://registry.example/x.tgz"',
  },
  {
    name: 'a note without a reason',
    files: CODE,
    pattern: new RegExp(`\\b(${NOTE})\\b(?!: \\S+ \\S+)`),
    example: `// ${'TO'}DO`,
  },
  {
    name: 'a test narrowed to one',
    files: /\.test\.ts$/,
    pattern: new RegExp(`\\b(test|it|describe|suite)\\.on${'ly'}\\(|\\bon${'ly'}: true`),
    example: `test.on${'ly'}('x')`,
  },
];

const root = join(import.meta.dirname, '..');

/** The committed text files, and those about to be. Data sets and pictures are not ours to judge. */
function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const isText = (file: string): boolean => !/^samples\/squad\/|\.(png|ttf|db|safetensors|onnx|bin)$/.test(file);
  const isFile = (file: string): boolean => lstatSync(join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  return listed.split('\0').filter((file) => file !== '' && isText(file) && isFile(file));
}

function findIn(rule: Rule, file: string, text: string): string[] {
  if (!rule.files.test(file)) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) =>
    rule.pattern.test(line) ? [`${file}:${index + 1}: ${rule.name}: ${line.trim().slice(0, 120)}`] : [],
  );
}

test('each rule finds its example', () => {
  const named = ['package-lock.json', 'x.test.ts'];
  for (const rule of RULES)
    assert.ok(
      named.some((file) => findIn(rule, file, rule.example).length === 1),
      rule.name,
    );
});

test('nothing that does not belong is in the project', () => {
  const files = listFiles();
  assert.ok(files.includes('package.json'), 'the files are found');
  const found = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return RULES.flatMap((rule) => findIn(rule, file, text));
  });
  assert.deepEqual(found, []);
});

test('npm runs install scripts only where package.json says so, and compiles nothing', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    allowScripts: Record<string, boolean>;
  };
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
  const packages = Object.keys(lock.packages).filter((path) => path !== '');
  const withScript = packages.filter((path) => lock.packages[path]?.hasInstallScript).map(nameOf);
  const undecided = withScript.filter((name) => manifest.allowScripts[name] === undefined);
  assert.deepEqual(undecided, []);
  // npm compiles what has a binding.gyp, though no install script asks for it.
  const compiled = packages.filter((path) => existsSync(join(root, path, 'binding.gyp'))).map(nameOf);
  assert.ok(compiled.includes('better-sqlite3'), 'the check finds what there is');
  for (const name of ['onnxruntime-node', ...compiled]) assert.equal(manifest.allowScripts[name], false, name);
});
