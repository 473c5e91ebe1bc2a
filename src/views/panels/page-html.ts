// The HTML of a webview page: an empty body, one style sheet, one script, and a policy that allows nothing else.

export interface PageParts {
  /** Name of the page, for its body. */
  readonly page: string;
  readonly title: string;
  /** Webview addresses of the built files. */
  readonly scriptUri: string;
  readonly styleUri: string;
  /** What VS Code calls the origin of a webview's own files. */
  readonly cspSource: string;
  /** The user's language, such as `de`, and its strings as JSON; null: the texts stay as they are, in English. */
  readonly language: { readonly id: string; readonly strings: string } | null;
  /** Random for each page; lets exactly this script run, and the controls bring their own styles. */
  readonly nonce: string;
}

/** The content security policy: no network, no frames, no inline script or style without the nonce. */
export function renderPolicy({ cspSource, nonce }: Pick<PageParts, 'cspSource' | 'nonce'>): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
    `connect-src 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

export function renderPage(parts: PageParts): string {
  const nonce = escapeAttribute(parts.nonce);
  const strings = parts.language ? ` data-strings="${escapeAttribute(parts.language.strings)}"` : '';
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(parts.language?.id ?? 'en')}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(renderPolicy(parts))}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${nonce}">
    <title>${escapeAttribute(parts.title)}</title>
    <link rel="stylesheet" href="${escapeAttribute(parts.styleUri)}">
  </head>
  <body data-page="${escapeAttribute(parts.page)}"${strings}>
    <script nonce="${nonce}" src="${escapeAttribute(parts.scriptUri)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
