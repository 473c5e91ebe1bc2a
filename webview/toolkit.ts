// The only place that knows @vscode/webview-ui-toolkit: registers the controls that our pages use, and no others.

import { provideVSCodeDesignSystem, vsCodeButton, vsCodeProgressRing, vsCodeTag } from '@vscode/webview-ui-toolkit';

/** Defines `vscode-button`, `vscode-progress-ring` and `vscode-tag`. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeProgressRing(), vsCodeTag());
}
