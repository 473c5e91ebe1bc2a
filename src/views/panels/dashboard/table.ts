// Answers to what the table of runs asks. Views are kept by VS Code with the workspace; all else the stores have.

import { rootFields, sectionFields } from '../../../config/fields.ts';
import type { Handlers } from '../../../shared/messages/contract.ts';
import type { TableMessages } from '../../../shared/messages/table.ts';
import { parseSavedView, type SavedView } from '../../../shared/table-view.ts';
import type { RunIndex } from '../../run-index.ts';
import { annotateRuns } from '../../runs/annotate.ts';
import { deleteRuns } from '../../runs/delete-runs.ts';
import type { DashboardParts } from './parts.ts';

/** Under which the workspace keeps the views. */
const viewsKey = 'ipu.tableViews';

export function tableHandlers({ index, context }: Pick<DashboardParts, 'index' | 'context'>): Handlers<TableMessages> {
  const kept = (): SavedView[] => {
    const value: unknown = context.workspaceState.get(viewsKey);
    const views = Array.isArray(value) ? value.map(parseSavedView) : [];
    return views.filter((view) => view !== undefined);
  };
  const keep = async (views: readonly SavedView[]): Promise<readonly SavedView[]> => {
    const sorted = [...views].sort((a, b) => a.name.localeCompare(b.name));
    await context.workspaceState.update(viewsKey, sorted);
    return sorted;
  };
  return {
    'runs/annotate': ({ runIds, change }) => annotateRuns(index, runIds, change),
    'runs/delete': async ({ runIds }) => ({ deleted: await deleteRuns(index, runIds) }),
    'runs/fields': ({ paths }) => fieldsOfRuns(index, paths),
    'fields/list': listFields,
    'views/list': kept,
    'views/save': (view) => keep([...kept().filter(({ name }) => name !== view.name), view]),
    'views/delete': ({ name }) => keep(kept().filter((view) => view.name !== name)),
  };
}

/** The answers of all stores as one. */
async function fieldsOfRuns(
  index: RunIndex,
  paths: readonly string[],
): Promise<TableMessages['runs/fields']['result']> {
  const stores = await Promise.all(index.stores().map((store) => store.client()));
  const answers = await Promise.all(stores.map((store) => store.request('runs/fields', { paths })));
  return Object.assign({}, ...answers) as TableMessages['runs/fields']['result'];
}

/** Every field of an experiment but those that say how it came about. */
function listFields(): string[] {
  const sections = Object.entries(sectionFields)
    .filter(([section]) => section !== 'sweep')
    .flatMap(([section, fields]) => Object.keys(fields).map((name) => `${section}.${name}`));
  const own = Object.keys(rootFields).filter((name) => !['extends', 'name', 'group', 'extra_args'].includes(name));
  return [...own, ...sections];
}
