// What every panel of ours has in common: what its page may load, its HTML, and the line to it.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../../shared/messages/channel.ts';
import { decodeWire, encodeWire } from '../../shared/messages/text-wire.ts';
import { renderPage } from './page-html.ts';

/** Scripts, but no commands; files of the built pages and media only. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  const localResourceRoots = [
    vscode.Uri.joinPath(extensionUri, 'dist', 'webview'),
    vscode.Uri.joinPath(extensionUri, 'media'),
  ];
  return { enableScripts: true, enableCommandUris: false, localResourceRoots };
}

/** The HTML of the page called `page`, whose script and style sheet are `dist/webview/<page>.js` and `.css`. */
export function renderWebview(webview: vscode.Webview, extensionUri: vscode.Uri, page: string, title: string): string {
  const uriOf = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString();
  return renderPage({
    page,
    title,
    scriptUri: uriOf(`${page}.js`),
    styleUri: uriOf(`${page}.css`),
    cspSource: webview.cspSource,
    language: vscode.l10n.bundle ? { id: vscode.env.language, strings: JSON.stringify(vscode.l10n.bundle) } : null,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** The line to the panel's page. */
export function portOf({ webview }: vscode.WebviewPanel): Port {
  return {
    // A message to a page that has just been closed is nobody's loss.
    post: (message) => void webview.postMessage(encodeWire(message)).then(undefined, () => undefined),
    onMessage: (listener) => void webview.onDidReceiveMessage((text: unknown) => listener(decodeWire(text))),
  };
}
