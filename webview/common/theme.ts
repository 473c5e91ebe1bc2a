// The colours of the current theme for what is drawn on a canvas, and a call when the theme changes. CSS follows by itself.

import { themeFromClasses, type ThemeKind } from './palette.ts';

export interface Theme {
  readonly kind: ThemeKind;
  readonly text: string;
  readonly grid: string;
  readonly background: string;
  /** Of the page itself. */
  readonly page: string;
  readonly border: string;
  readonly font: string;
}

/** Which kind of theme the page has; cheap enough for each element. */
export function themeKind(): ThemeKind {
  return themeFromClasses([...document.body.classList]);
}

let known: { readonly key: string; readonly theme: Theme } | undefined;

/** Reads the theme from the page, once for each change of it: every chart asks, and the page's styles are computed for an answer. */
export function readTheme(): Theme {
  const key = `${document.body.className}\n${document.documentElement.getAttribute('style') ?? ''}`;
  if (known?.key !== key) known = { key, theme: computeTheme() };
  return known.theme;
}

function computeTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  const kind = themeKind();
  return {
    kind,
    text: read('--vscode-foreground', style.color),
    // Grid lines stay behind the curves: in high contrast the border colour would outshine them.
    grid: kind.startsWith('high-contrast') ? '#80808080' : read('--vscode-panel-border', '#80808059'),
    background: read('--vscode-editorHoverWidget-background', style.backgroundColor),
    page: read('--vscode-editor-background', kind.endsWith('light') ? '#ffffff' : '#1f1f1f'),
    border: read('--vscode-editorHoverWidget-border', '#808080'),
    font: read('--vscode-font-family', 'sans-serif'),
  };
}

/** Calls back after VS Code has changed the page's theme. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
