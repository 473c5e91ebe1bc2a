// A host that keeps views and knows no fields, for tests of the dashboard that are not about its table.

import type { Handlers } from '../../src/shared/messages/contract.ts';
import type { TableMessages } from '../../src/shared/messages/table.ts';
import type { SavedView } from '../../src/shared/table-view.ts';

/** Answers to what the table asks. */
export function tableAnswers(): Handlers<TableMessages> {
  let views: readonly SavedView[] = [];
  return {
    'runs/annotate': () => [],
    'runs/delete': () => ({ deleted: false }),
    'runs/fields': () => ({}),
    'fields/list': () => [],
    'views/list': () => views,
    'views/save': (view) => (views = [...views.filter(({ name }) => name !== view.name), view]),
    'views/delete': ({ name }) => (views = views.filter((view) => view.name !== name)),
  };
}
