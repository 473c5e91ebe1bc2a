// Texts as cells of CSV files (RFC 4180). Numbers are their writers' to render.

/** A cell that a spreadsheet shows as this text: a formula gets an apostrophe before it, because names may be anybody's. */
export function csvText(text: string): string {
  // Source: OWASP, CSV Injection.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
