// Types of chromium.mjs.

export function setUpChromium(): Promise<string>;
