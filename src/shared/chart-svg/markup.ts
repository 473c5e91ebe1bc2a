// Markup whose text and attributes are escaped: whatever a curve is called, it stays words.

/** Text for the inside of an element. */
export function text(words: string): string {
  return clean(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text for the inside of a quoted attribute. */
export function attribute(words: string): string {
  return text(words).replaceAll('"', '&quot;');
}

/** An element with these attributes; children are markup already. Numbers are written to a hundredth. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    return ` ${key}="${typeof value === 'number' ? number(value) : attribute(value)}"`;
  });
  const head = `<${name}${written.join('')}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join('')}</${name}>`;
}

/** A coordinate to a hundredth of a pixel. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Characters that XML cannot hold are left out. */
function clean(words: string): string {
  return [...words].filter((char) => char >= ' ' || char === '\n' || char === '\t').join('');
}
