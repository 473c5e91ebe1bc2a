// A host for a page in a browser outside VS Code: the real policy, the real message channel, and answers given by the test.
// Not a substitute for the end-to-end test, which has VS Code around the page.

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { createNotifier, serve, type Parsers, type Port } from '../../src/shared/messages/channel.ts';
import type { Contract, Handlers, Wire } from '../../src/shared/messages/contract.ts';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';
import { renderPage, type PageParts } from '../../src/views/panels/page-html.ts';
import { themes, variablesOf, type ThemeName } from '../../webview/components/themes.ts';

const origin = 'http://page.test';

export interface BuiltPage {
  readonly name: string;
  readonly script: string;
  readonly style: string;
}

/** Builds a page's script and style sheet in memory; its name is that of its folder. */
export async function buildPage(name: 'dashboard' | 'plan' | 'compare'): Promise<BuiltPage> {
  const entry = fileURLToPath(new URL(`../../webview/${name}/main.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    logLevel: 'silent',
  });
  const text = (suffix: string) => outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
  return { name, script: text('.js'), style: text('.css') };
}

/** What VS Code does before a page's own script: styles, classes, and its message port. */
function hostScript(theme: ThemeName): string {
  const { className, background } = themes[theme];
  return `(() => {
    const variables = ${JSON.stringify(variablesOf(theme))};
    const root = document.documentElement;
    for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value);
    root.style.background = ${JSON.stringify(background)};
    document.body.classList.add(${JSON.stringify(className)});
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void window.toHost(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    });
  })();`;
}

export interface OpenPage<N> {
  /** Sends a notification to the page. */
  readonly notify: <K extends keyof N & string>(name: K, params: N[K]) => void;
}

/** What a page asks and what answers it. */
export interface Answers<C extends Contract<C>> {
  readonly handlers: Handlers<C>;
  readonly parsers: Parsers<C>;
}

/** Opens the page in a browser tab, with the test's handlers answering it. */
export async function openPage<C extends Contract<C>, N>(
  page: Page,
  built: BuiltPage,
  { handlers, parsers }: Answers<C>,
  theme: ThemeName,
  language: PageParts['language'] = null,
): Promise<OpenPage<N>> {
  const listeners: ((message: unknown) => void)[] = [];
  const port: Port = {
    // A page that was closed in the meantime needs no answer.
    post: (message: Wire) =>
      void page.evaluate(`postMessage(${JSON.stringify(encodeWire(message))}, '*')`).catch(() => undefined),
    onMessage: (listener) => void listeners.push(listener),
  };
  serve<C>(port, handlers, parsers);
  await page.exposeFunction('toHost', (message: unknown) =>
    listeners.forEach((listener) => listener(decodeWire(message))),
  );
  const nonce = 'n0nce';
  const html = renderPage({
    page: built.name,
    title: built.name,
    scriptUri: `${origin}/page.js`,
    styleUri: `${origin}/page.css`,
    cspSource: origin,
    language,
    nonce,
  }).replace('<script', `<script nonce="${nonce}" src="${origin}/host.js"></script><script`);
  const files: Record<string, [string, string]> = {
    '/': ['text/html', html],
    '/host.js': ['text/javascript', hostScript(theme)],
    '/page.js': ['text/javascript', built.script],
    '/page.css': ['text/css', built.style],
  };
  await page.route('**/*', (route) => {
    const [contentType, body] = files[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
    return route.fulfill({ contentType, body });
  });
  await page.goto(`${origin}/`);
  return { notify: createNotifier<N>(port) };
}
