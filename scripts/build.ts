// Bundles the programs into dist/ by esbuild. Run by set-up, or by hand with --watch to build again on every change.
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, context, type BuildOptions, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Modules with machine code: they stay in node_modules and travel beside the bundles. */
const NATIVE_MODULES = ['better-sqlite3', 'onnxruntime-node'];

// CommonJS packages inside an ES module bundle ask for Node's own modules by `require`.
const requireForBundles =
  "import { createRequire as ipuCreateRequire } from 'node:module'; const require = ipuCreateRequire(import.meta.url);";

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'warning',
};

const node: BuildOptions = {
  ...common,
  platform: 'node',
  target: 'node22',
  external: NATIVE_MODULES,
  mainFields: ['module', 'main'], // jsonc-parser's `main` asks for its parts in a way that cannot be bundled
};

/**
 * VS Code's interface is one object with hundreds of members, of which esbuild makes a copy in each file that imports it: a good part of
 * the time to load the bundle. An object that only inherits them has none of its own to copy.
 */
const sharedInterface: Plugin = {
  name: 'shared-interface',
  setup({ onResolve, onLoad }) {
    const namespace = 'shared-interface';
    onResolve({ filter: /^vscode$/ }, (from) =>
      from.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
    );
    onLoad({ filter: /^vscode$/, namespace }, () => ({
      contents: `module.exports = Object.create(require('vscode'));`,
    }));
  },
};

const program = (entry: string, outfile: string): BuildOptions => ({
  ...node,
  entryPoints: [entry],
  outfile: join(dist, outfile),
  format: 'esm',
  banner: { js: requireForBundles },
});

const page = (name: string): BuildOptions => ({
  ...common,
  entryPoints: [`webview/${name}/main.ts`],
  outfile: join(dist, 'webview', `${name}.js`),
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  minify: true,
});

/** One line per program: where it starts, and what it becomes. */
const BUNDLES: readonly BuildOptions[] = [
  {
    ...node,
    entryPoints: ['src/extension.ts'],
    outfile: join(dist, 'extension.cjs'),
    format: 'cjs',
    // Half as much to parse before the first view is there.
    minify: true,
    plugins: [sharedInterface],
  },
  program('src/engine/main.ts', 'engine.js'),
  program('src/engine/parallel/worker.ts', 'engine-worker.js'),
  program('src/store/server.ts', 'store.js'),
  program('src/language/server.ts', 'language.js'),
  program('src/analysis/server.ts', 'analysis.js'),
  program('src/runner/sweep/main.ts', 'sweep.js'),
  program('src/cli/main.ts', 'cli.js'),
  page('dashboard'),
  page('plan'),
  page('compare'),
];

async function buildOnce(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await Promise.all(BUNDLES.map((options) => build(options)));
  await chmod(join(dist, 'cli.js'), 0o755);
}

async function watch(): Promise<void> {
  for (const options of BUNDLES) {
    const bundle = await context({ ...options, logLevel: 'info' });
    await bundle.watch();
  }
}

// esbuild has already printed what is wrong, and where.
await (process.argv.includes('--watch') ? watch() : buildOnce()).catch(() => {
  process.exitCode = 1;
});
