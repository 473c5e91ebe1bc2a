// Small questions of the table: a text, and whether it was given. The browser keeps the focus inside and gives it back.

import * as l10n from '@vscode/l10n';
import { create } from '../../common/dom.ts';

export interface TextQuestion {
  readonly title: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  /** For more than a line: Enter begins a new one, Ctrl+Enter is done. */
  readonly lines?: boolean;
}

let dialogs = 0;

/** The text that the user gives; null if they think better of it. */
export function askText(parent: HTMLElement, question: TextQuestion): Promise<string | null> {
  const id = `dialog-${dialogs++}`;
  const input = create(question.lines ? 'textarea' : 'input', {
    ...{ class: 'dialog-text', 'aria-label': question.label, spellcheck: question.lines ? 'true' : 'false' },
    ...(question.lines ? { rows: 8 } : { type: 'text' }),
  }) as HTMLInputElement | HTMLTextAreaElement;
  input.value = question.value;
  const ok = create('vscode-button', { appearance: 'primary', 'data-action': 'ok' }, l10n.t('OK'));
  const cancel = create('vscode-button', { appearance: 'secondary', 'data-action': 'cancel' }, l10n.t('Cancel'));
  const content: Node[] = [create('h2', { id }, question.title), input];
  if (question.hint !== undefined) content.push(create('p', { class: 'hint' }, question.hint));
  content.push(create('div', { class: 'dialog-buttons' }, ok, cancel));
  const dialog = openDialog(parent, id, content);
  input.select();
  return new Promise((resolve) => {
    let answer: string | null = null;
    const accept = (): void => {
      answer = input.value;
      dialog.close();
    };
    ok.addEventListener('click', accept);
    cancel.addEventListener('click', () => dialog.close());
    (input as HTMLElement).addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (question.lines !== true || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        accept();
      }
    });
    dialog.addEventListener('close', () => resolve(answer));
  });
}

/** Opens a dialog that is gone once it is closed. */
export function openDialog(parent: HTMLElement, labelId: string, content: readonly Node[]): HTMLDialogElement {
  const dialog = create('dialog', { class: 'dialog', 'aria-labelledby': labelId }, ...content);
  // Keys of a dialog are not keys of what lies below it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  return dialog;
}
