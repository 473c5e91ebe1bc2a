// A box that says what went wrong and what to do about it.

import * as l10n from '@vscode/l10n';
import { create, setText, show } from './dom.ts';

export interface Notice {
  readonly element: HTMLElement;
  update(content: { readonly message: string; readonly hint: string } | null): void;
}

/** With `onDismiss` the notice has a button that calls it. */
export function createNotice(kind: 'error' | 'info', onDismiss?: () => void): Notice {
  const message = create('p', { class: 'message' });
  const hint = create('p', { class: 'hint' });
  const element = create(
    'div',
    { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : 'status' },
    message,
    hint,
  );
  if (onDismiss) {
    const button = create('vscode-button', { appearance: 'secondary', 'data-action': 'dismiss' }, l10n.t('Dismiss'));
    button.addEventListener('click', onDismiss);
    element.append(button);
  }
  show(element, false);
  return {
    element,
    update(content) {
      show(element, content !== null);
      setText(message, content?.message ?? '');
      setText(hint, content?.hint ?? '');
      show(hint, (content?.hint ?? '') !== '');
    },
  };
}
