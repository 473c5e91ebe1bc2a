// The button that hands the selected run on: a menu of what it can become. Where it is written, the host asks.

import './share-menu.css';
import * as l10n from '@vscode/l10n';
import type { Sender } from '../../../src/shared/messages/contract.ts';
import type { DashboardContract } from '../../../src/shared/messages/dashboard.ts';
import type { SharingMessages } from '../../../src/shared/messages/sharing.ts';
import { create, setAttributes, show } from '../../common/dom.ts';

export interface ShareMenu {
  readonly element: HTMLElement;
  /** The run that is handed on; null: there is none. */
  update(runId: string | null): void;
}

export interface ShareOptions {
  readonly ask: Sender<DashboardContract>;
  readonly showError: (thrown: unknown) => void;
}

type Choice = Omit<SharingMessages['share/export']['params'], 'runIds'>;

/** What a run can become, in the order of the menu. */
export function shareChoices(): readonly (Choice & { readonly label: string })[] {
  return [
    { kind: 'card', label: l10n.t('Model card') },
    { kind: 'report', label: l10n.t('HTML report') },
    { kind: 'series', format: 'csv', label: l10n.t('All points as CSV') },
    { kind: 'series', format: 'json', label: l10n.t('All points as JSON') },
    { kind: 'series', format: 'parquet', label: l10n.t('All points as Parquet') },
    { kind: 'tensorboard', label: l10n.t('TensorBoard event files') },
  ];
}

export function createShareMenu({ ask, showError }: ShareOptions): ShareMenu {
  let runId: string | null = null;
  const items = shareChoices().map(({ label, ...choice }) => {
    const item = create('button', { type: 'button', role: 'menuitem', tabindex: -1, 'data-share': shareName(choice) }, label); // prettier-ignore
    item.addEventListener('click', () => {
      close();
      if (runId !== null) ask('share/export', { runIds: [runId], ...choice }).catch(showError);
    });
    return item;
  });
  const list = create('div', { class: 'share-list', role: 'menu', id: 'share-list', 'aria-label': l10n.t('Share') }, ...items); // prettier-ignore
  const button = create('vscode-button', { appearance: 'secondary', 'aria-haspopup': 'menu', 'aria-controls': 'share-list', 'data-action': 'share' }, l10n.t('Share…')); // prettier-ignore
  const element = create('span', { class: 'share' }, button, list);

  const isOpen = (): boolean => !list.hidden;
  const setOpen = (open: boolean): void => {
    show(list, open);
    setAttributes(button, { 'aria-expanded': String(open) });
  };
  function close(): void {
    if (!isOpen()) return;
    setOpen(false);
    button.focus();
  }
  const focusItem = (index: number): void => items.at(index % items.length)!.focus();
  setOpen(false);
  button.addEventListener('click', () => {
    if (isOpen()) return close();
    setOpen(true);
    focusItem(0);
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
    focusItem(event.key === 'ArrowDown' ? 0 : -1);
  });
  list.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focusItem(at + 1),
      ArrowUp: () => focusItem(at - 1),
      Home: () => focusItem(0),
      End: () => focusItem(-1),
      Escape: close,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
  // Tab and a click elsewhere leave the menu.
  element.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) setOpen(false);
  });
  return {
    element,
    update(selected) {
      runId = selected;
      show(element, selected !== null);
    },
  };
}

function shareName({ kind, format }: Choice): string {
  return format === undefined ? kind : `${kind}-${format}`;
}
