// The lint rules. One command checks everything with no warnings allowed; a file that needs an exception is named here with its reason.
import tseslint from 'typescript-eslint';

const noShell = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that a thing has one name everywhere.' },
  { selector: "Property[key.name='shell']", message: 'No shell, ever: start programs with an array of arguments.' },
  { selector: 'NewExpression[callee.name="Function"]', message: 'No code from text.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
];

const childProcess = {
  name: 'node:child_process',
  importNames: ['exec', 'execSync'],
  message: 'It goes through a shell; use spawn or execFile.',
};

const prefixed = {
  group: [
    'fs',
    'fs/*',
    'path',
    'os',
    'child_process',
    'crypto',
    'url',
    'util',
    'events',
    'stream',
    'assert',
    'process',
  ],
  message: "Write Node's own modules with the node: prefix.",
};

export default tseslint.config(
  { ignores: ['dist/', '.cache/', '.reference/', '.ipu/', 'node_modules/', 'test-results/', 'samples/', 'docs/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strict,
  {
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-depth': ['error', 4],
      complexity: ['error', 20],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-restricted-syntax': ['error', ...noShell],
      'no-restricted-imports': ['error', { paths: [childProcess], patterns: [prefixed] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Loops over typed arrays and matrices are full of indices that are known to be there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A message without parameters or without an answer is typed void.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'webview/**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json', 'webview/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: { 'no-console': 'error' },
  },
  {
    // Tools demand a default export here.
    files: ['eslint.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
