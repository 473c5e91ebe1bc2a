// What can be done with runs of the table: each is one message to the host, which asks back where something would be lost.

import * as l10n from '@vscode/l10n';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { AnnotationChange, RunSummary } from '../../../src/shared/messages/runs.ts';
import type { TableView } from '../../../src/shared/table-view.ts';
import { columnOf, type CellContext } from './columns.ts';
import { renderCsv } from './csv.ts';
import { askText } from './dialog.ts';
import { parseTags } from './tags.ts';
import type { SelectionActions } from './toolbar.ts';

export interface TableActionParts {
  readonly ask: Sender<DashboardContract>;
  readonly showError: (thrown: unknown) => void;
  /** The selected runs, in the order of the table. */
  readonly runs: () => readonly RunSummary[];
  /** Where questions appear. */
  readonly parent: () => HTMLElement;
}

export interface TableActions extends Omit<SelectionActions, 'rename'> {
  readonly setName: (runId: string, name: string) => void;
  /** Changes what the column shows of the run. */
  readonly edit: (run: RunSummary | undefined, column: string) => void;
  readonly exportCsv: (view: TableView, runs: readonly RunSummary[], context: CellContext) => void;
}

export function createTableActions({ ask, showError, runs, parent }: TableActionParts): TableActions {
  const attempt = (work: Promise<unknown>): void => void work.catch(showError);
  const idsOf = (of: readonly RunSummary[]): string[] => of.map(({ runId }) => runId);
  const annotate = async (of: readonly RunSummary[], change: AnnotationChange): Promise<void> => {
    if (of.length > 0) await ask('runs/annotate', { runIds: idsOf(of), change });
  };
  const toggleStar = (of: readonly RunSummary[]): Promise<void> =>
    annotate(of, { starred: !of.every(({ annotations }) => annotations?.starred === true) });
  const askTags = async (of: readonly RunSummary[]): Promise<void> => {
    const before = commonTags(of);
    const text = await askText(parent(), {
      title: of.length === 1 ? l10n.t('Tags of {0}', of[0]!.name) : l10n.t('Tags of all {0} runs', of.length),
      label: l10n.t('Tags'),
      value: before.join(', '),
      hint: l10n.t('Separated by commas. Tags that only some of the runs have stay as they are.'),
    });
    if (text === null) return;
    const after = parseTags(text);
    const removeTags = before.filter((tag) => !after.includes(tag));
    await annotate(of, { addTags: after.filter((tag) => !before.includes(tag)), removeTags });
  };
  const askNotes = async (run: RunSummary | undefined): Promise<void> => {
    if (!run) return;
    const text = await askText(parent(), {
      title: l10n.t('Notes on {0}', run.name),
      label: l10n.t('Notes'),
      value: run.annotations?.notes ?? '',
      hint: l10n.t('Ctrl+Enter keeps them.'),
      lines: true,
    });
    if (text !== null) await annotate([run], { notes: text.trim() === '' ? null : text });
  };
  const save = async (view: TableView, shown: readonly RunSummary[], context: CellContext): Promise<void> => {
    const columns = ['id', ...view.columns.map(({ id }) => id).filter((id) => id !== 'id')];
    const text = renderCsv(
      columns.flatMap((id) => columnOf(id) ?? []),
      shown,
      context,
    );
    await ask('file/save', { name: 'runs.csv', content: { text } });
  };
  return {
    compare: () => attempt(ask('runs/compare', { runIds: idsOf(runs()) })),
    star: () => attempt(toggleStar(runs())),
    tag: () => attempt(askTags(runs())),
    notes: () => attempt(askNotes(runs()[0])),
    archive() {
      const isArchived = ({ annotations }: RunSummary): boolean => annotations?.archived === true;
      attempt(annotate(runs(), { archived: !runs().every(isArchived) }));
    },
    remove() {
      if (runs().length > 0) attempt(ask('runs/delete', { runIds: idsOf(runs()) }));
    },
    setName: (runId, name) =>
      attempt(ask('runs/annotate', { runIds: [runId], change: { name: name === '' ? null : name } })),
    edit(run, column) {
      if (!run) return;
      attempt(column === 'starred' ? toggleStar([run]) : column === 'tags' ? askTags([run]) : askNotes(run));
    },
    exportCsv: (view, shown, context) => attempt(save(view, shown, context)),
  };
}

function commonTags(of: readonly RunSummary[]): string[] {
  const [first, ...others] = of.map(({ annotations }) => annotations?.tags ?? []);
  return (first ?? []).filter((tag) => others.every((tags) => tags.includes(tag)));
}
