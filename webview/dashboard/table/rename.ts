// The name of a run, changed where it stands: Enter or leaving the box keeps it, Escape does not.

import * as l10n from '@vscode/l10n';
import { create } from '../../common/dom.ts';

/** Puts a box into the cell; `onDone` hears the new name, null if it is to stay. The cell is the caller's again then. */
export function editName(cell: HTMLElement, name: string, onDone: (name: string | null) => void): void {
  const input = create('input', { type: 'text', class: 'rename', 'aria-label': l10n.t('Name of the run') });
  input.value = name;
  let isDone = false;
  const finish = (isKept: boolean): void => {
    if (isDone) return;
    isDone = true;
    const next = input.value.trim();
    cell.replaceChildren(name);
    onDone(isKept && next !== name ? next : null);
  };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(true);
    if (event.key === 'Escape') finish(false);
  });
  for (const type of ['click', 'dblclick']) input.addEventListener(type, (event) => event.stopPropagation());
  input.addEventListener('blur', () => finish(true));
  cell.replaceChildren(input);
  input.focus();
  input.select();
}
