// The page's language: VS Code's host puts the translated strings into the page when there are any. Imported first by a page's main.

import * as l10n from '@vscode/l10n';

const contents = document.body.dataset['strings'];
if (contents !== undefined) l10n.config({ contents });
