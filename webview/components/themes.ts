// The variables and classes that VS Code gives a page in its default themes, for looking at pages without it. What a page does not use
// is not here.

/** A few of the variables that VS Code sets, as its default themes have them. */
export const themes = {
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

/** The variables of a theme, as VS Code names them. */
export function variablesOf(theme: ThemeName): Readonly<Record<string, string>> {
  const { background, variables } = themes[theme];
  const all = {
    ...variables,
    'font-family': 'system-ui, sans-serif',
    'font-size': '13px',
    'editor-background': background,
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`--vscode-${name}`, value]));
}
