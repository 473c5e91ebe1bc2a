// Builds the pages of components into .cache/components and says where they are. They are for working on the pages, and do not ship.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentPages, renderComponentPage } from './component-pages.ts';

const folder = join(import.meta.dirname, '..', '.cache', 'components');

await mkdir(folder, { recursive: true });
await Promise.all(
  componentPages.map(async (page) => writeFile(join(folder, `${page}.html`), await renderComponentPage(page))),
);
console.log(join(folder, 'index.html'));
