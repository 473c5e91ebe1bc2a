// A host for a page in a browser outside VS Code: the real policy, the real message channel, and answers given by the test.
// Not a substitute for the end-to-end test, which has VS Code around the page.

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { createNotifier, serve, type Parsers, type Port } from '../../src/shared/messages/channel.ts';
import type { Contract, Handlers, Wire } from '../../src/shared/messages/contract.ts';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';
import { renderPage, type PageParts } from '../../src/views/panels/page-html.ts';

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

/** A few of the variables that VS Code sets, as its default themes have them. */
const themes = {
  dark: {
    className: 'vscode-dark',
    background: '#1f1f1f',
    variables: {
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      'panel-border': '#2b2b2b',
      'button-background': '#0078d4',
      'button-foreground': '#ffffff',
      'button-secondaryBackground': '#313131',
      'button-secondaryForeground': '#cccccc',
      'button-secondaryHoverBackground': '#3c3c3c',
      'textLink-foreground': '#4daafc',
      'badge-background': '#616161',
      'badge-foreground': '#f8f8f8',
      'list-hoverBackground': '#2a2d2e',
      'list-inactiveSelectionBackground': '#37373d',
      'inputValidation-errorBackground': '#5a1d1d',
      'inputValidation-errorBorder': '#be1100',
      'progressBar-background': '#0078d4',
      'testing-iconPassed': '#73c991',
      'testing-iconFailed': '#f14c4c',
      'editorWarning-foreground': '#cca700',
      'charts-blue': '#3794ff',
      'editorHoverWidget-background': '#202020',
      'editorHoverWidget-border': '#454545',
      focusBorder: '#0078d4',
    },
  },
  light: {
    className: 'vscode-light',
    background: '#ffffff',
    variables: {
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      'panel-border': '#e5e5e5',
      'button-background': '#005fb8',
      'button-foreground': '#ffffff',
      'button-secondaryBackground': '#e5e5e5',
      'button-secondaryForeground': '#3b3b3b',
      'button-secondaryHoverBackground': '#cccccc',
      'textLink-foreground': '#005fb8',
      'badge-background': '#cccccc',
      'badge-foreground': '#3b3b3b',
      'list-hoverBackground': '#f2f2f2',
      'list-inactiveSelectionBackground': '#e4e6f1',
      'inputValidation-errorBackground': '#f2dede',
      'inputValidation-errorBorder': '#be1100',
      'progressBar-background': '#005fb8',
      'testing-iconPassed': '#388a34',
      'testing-iconFailed': '#f14c4c',
      'editorWarning-foreground': '#bf8803',
      'charts-blue': '#1a85ff',
      'editorHoverWidget-background': '#f8f8f8',
      'editorHoverWidget-border': '#c8c8c8',
      focusBorder: '#005fb8',
    },
  },
  contrast: {
    className: 'vscode-high-contrast',
    background: '#000000',
    variables: {
      foreground: '#ffffff',
      descriptionForeground: '#ffffffb3',
      contrastBorder: '#6fc3df',
      contrastActiveBorder: '#f38518',
      'button-foreground': '#ffffff',
      'button-background': '#000000',
      'textLink-foreground': '#21a6ff',
      'badge-background': '#000000',
      'badge-foreground': '#ffffff',
      'inputValidation-errorBackground': '#5a1d1d',
      'inputValidation-errorBorder': '#be1100',
      'testing-iconPassed': '#73c991',
      'testing-iconFailed': '#f14c4c',
      'editorWarning-foreground': '#ffd370',
      'charts-blue': '#3794ff',
      'editorHoverWidget-background': '#0c141f',
      'editorHoverWidget-border': '#6fc3df',
      focusBorder: '#f38518',
    },
  },
  'contrast-light': {
    className: 'vscode-high-contrast-light',
    background: '#ffffff',
    variables: {
      foreground: '#292929',
      descriptionForeground: '#292929b3',
      contrastBorder: '#0f4a85',
      contrastActiveBorder: '#006bbd',
      'button-foreground': '#ffffff',
      'button-background': '#0f4a85',
      'textLink-foreground': '#0f4a85',
      'badge-background': '#0f4a85',
      'badge-foreground': '#ffffff',
      'inputValidation-errorBackground': '#ffffff',
      'inputValidation-errorBorder': '#be1100',
      'testing-iconPassed': '#007100',
      'testing-iconFailed': '#b5200d',
      'editorWarning-foreground': '#895503',
      'charts-blue': '#0451a5',
      'editorHoverWidget-background': '#ffffff',
      'editorHoverWidget-border': '#0f4a85',
      focusBorder: '#006bbd',
    },
  },
} as const;

/** Every kind of theme that VS Code has. */
export const themeNames = Object.keys(themes) as readonly ThemeName[];

export type ThemeName = keyof typeof themes;

/** What VS Code does before a page's own script: styles, classes, and its message port. */
function hostScript(theme: ThemeName): string {
  const { className, background, variables } = themes[theme];
  const fonts = { 'font-family': 'system-ui, sans-serif', 'font-size': '13px' };
  return `(() => {
    const variables = ${JSON.stringify({ ...variables, ...fonts, 'editor-background': background })};
    const root = document.documentElement;
    for (const [name, value] of Object.entries(variables)) root.style.setProperty('--vscode-' + name, value);
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
