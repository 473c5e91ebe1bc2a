// Asks which tags runs are to have: known ones are checked, new ones are typed and can be checked like the others.

import * as vscode from 'vscode';
import { withoutIcons } from '../plain-text.ts';
import { chosenTags, parseTags } from './tags.ts';

interface TagItem extends vscode.QuickPickItem {
  readonly tag: string;
}

/** The tags that are to be, where `checked` are now; undefined if the user thought better of it. */
export function pickTags(known: readonly string[], checked: readonly string[]): Promise<readonly string[] | undefined> {
  const picker = vscode.window.createQuickPick<TagItem>();
  const tagsIn = (items: readonly TagItem[]): readonly string[] => items.map(({ tag }) => tag);
  const show = (tags: readonly string[], typed: readonly string[]): void => {
    const fresh = [...new Set([...typed, ...tags])].filter((tag) => !known.includes(tag));
    // What is typed for one tag of several finds none of them, so that new ones are shown whatever is typed.
    const items = fresh.map((tag) => ({ ...itemOf(tag), description: vscode.l10n.t('new'), alwaysShow: true }));
    picker.items = [...items, ...known.map(itemOf)];
    picker.selectedItems = picker.items.filter(({ tag }) => tags.includes(tag));
  };
  let before = checked;
  picker.title = vscode.l10n.t('Tags');
  picker.placeholder = vscode.l10n.t('Check tags, or type new ones, with commas between them');
  picker.canSelectMany = true;
  show(checked, []);
  const { promise, resolve } = Promise.withResolvers<readonly string[] | undefined>();
  picker.onDidChangeValue((value) => {
    before = tagsIn(picker.selectedItems);
    show(before, parseTags(value));
  });
  picker.onDidAccept(() => {
    resolve(chosenTags(before, tagsIn(picker.selectedItems), picker.value));
    picker.hide();
  });
  picker.onDidHide(() => resolve(undefined));
  picker.show();
  return promise.finally(() => picker.dispose());
}

function itemOf(tag: string): TagItem {
  return { tag, label: withoutIcons(tag) };
}
