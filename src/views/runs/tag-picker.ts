// Asks which tags runs are to have: known ones are checked, new ones are typed. The list stays as it is while it is shown: replaced from
// here, it would lose what the user checks in the meantime.

import * as vscode from 'vscode';
import { withoutIcons } from '../plain-text.ts';
import { chosenTags } from './tags.ts';

interface TagItem extends vscode.QuickPickItem {
  readonly tag: string;
}

/** The tags that are to be, where `checked` are now; undefined if the user thought better of it. */
export function pickTags(known: readonly string[], checked: readonly string[]): Promise<readonly string[] | undefined> {
  const picker = vscode.window.createQuickPick<TagItem>();
  const checkedTags = (): readonly string[] => picker.selectedItems.map(({ tag }) => tag);
  let before = checked;
  const chosen = (): readonly string[] => chosenTags(before, checkedTags(), picker.value);
  const showAdded = (): void => {
    const added = chosen().filter((tag) => !checkedTags().includes(tag));
    picker.title = added.length === 0 ? vscode.l10n.t('Tags') : vscode.l10n.t('Tags: Enter adds {0}', added.join(', '));
  };
  picker.title = vscode.l10n.t('Tags');
  picker.placeholder = vscode.l10n.t('Check tags, or type new ones, with commas between them');
  picker.canSelectMany = true;
  picker.items = known.map(itemOf);
  picker.selectedItems = picker.items.filter(({ tag }) => checked.includes(tag));
  const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
  picker.onDidChangeValue(() => {
    before = checkedTags();
    showAdded();
  });
  picker.onDidChangeSelection(showAdded);
  picker.onDidAccept(() => {
    resolve(chosen());
    picker.hide();
  });
  picker.onDidHide(() => resolve(undefined));
  picker.show();
  return promise.finally(() => picker.dispose());
}

function itemOf(tag: string): TagItem {
  return { tag, label: withoutIcons(tag) };
}
