// What a webview page finds in its environment.

declare module '*.css';

/** VS Code's side of the page; may be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};
