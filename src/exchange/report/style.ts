// The style of a report: the reader's own preference of light or dark, and paper.

/** The style sheet's text. */
export const styleSheet = `
:root { color-scheme: light dark; --ink: #222; --soft: #555; --line: #ccc; --paper: #fff; --shade: #f3f3f3; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --soft: #aaa; --line: #444; --paper: #1f1f1f; --shade: #2a2a2a; } }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 1100px; margin: 0 auto; padding: 16px 24px; }
footer { max-width: 1100px; margin: 0 auto; padding: 0 24px 24px; color: var(--soft); }
h1 { font-size: 24px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 32px 0 8px; }
.description { white-space: pre-line; }
.note { color: var(--soft); font-size: 13px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; }
caption { text-align: left; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { background: var(--shade); }
th[scope=row] { font-weight: 500; white-space: nowrap; }
td { font-variant-numeric: tabular-nums; white-space: pre-line; }
figure { display: inline-block; margin: 0 16px 16px 0; max-width: 100%; }
figure svg { max-width: 100%; height: auto; }
summary { cursor: pointer; padding: 4px 0; }
@media print { details > * { display: block; } figure, tr { break-inside: avoid; } }
`;
