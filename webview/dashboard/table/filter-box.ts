// The box in which runs are filtered: proposals while typing, and below it where and why a text is no filter. What is filtered stays as
// it was until the text is a filter again.

import * as l10n from '@vscode/l10n';
import { completeFilter, type FilterCompletion } from '../../../src/shared/filter/complete.ts';
import type { Filter, FilterError, FilterNames } from '../../../src/shared/filter/filter.ts';
import { parseFilter } from '../../../src/shared/filter/parse.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';

export interface FilterBoxOptions {
  /** Unlike any other on the page. */
  readonly id: string;
  readonly placeholder: string;
  readonly names: () => FilterNames;
  /** The text is a filter, and another one than before. */
  readonly onFilter: (filter: Filter, text: string) => void;
  /** The box has the focus: names will be wanted. */
  readonly onFocus: () => void;
}

export interface FilterBox {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Puts a text into the box; the filter it says, or everything if it says none. */
  set(text: string): Filter;
  /** Reads what is in the box again: more names are known than before. Null while it is no filter. */
  readAgain(): Filter | null;
  /** What is said beside the box: how many runs it lets through. */
  setCount(text: string): void;
}

export function createFilterBox(options: FilterBoxOptions): FilterBox {
  const { id, placeholder, names, onFilter } = options;
  const input = create('input', {
    ...{ type: 'text', class: 'filter-input', placeholder, 'aria-label': l10n.t('Filter runs'), spellcheck: 'false' },
    ...{ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', autocomplete: 'off' },
    ...{ 'aria-controls': `${id}-proposals`, 'aria-describedby': `${id}-error ${id}-count` },
  });
  const list = create('ul', {
    role: 'listbox',
    id: `${id}-proposals`,
    class: 'proposals',
    'aria-label': l10n.t('Proposals'),
  });
  const problem = createProblem(`${id}-error`);
  const count = create('span', { id: `${id}-count`, class: 'filter-count', role: 'status' });
  const element = create(
    'div',
    { class: 'filter-box', role: 'search' },
    create('div', { class: 'filter-field' }, input, list),
    count,
    problem.element,
  );
  show(list, false);

  const readAgain = (): Filter | null => {
    const parsed = parseFilter(input.value, names());
    const error = 'error' in parsed ? parsed.error : null;
    problem.update(input.value, error);
    setAttributes(input, { 'aria-invalid': error ? 'true' : undefined });
    return 'filter' in parsed ? parsed.filter : null;
  };
  const read = (): void => {
    const filter = readAgain();
    if (filter) onFilter(filter, input.value);
  };
  const proposals = createProposals(id, input, list, names, read);
  input.addEventListener('input', () => {
    read();
    proposals.open();
  });
  input.addEventListener('focus', options.onFocus);
  return {
    element,
    input,
    set(text) {
      input.value = text;
      return readAgain() ?? { kind: 'everything' };
    },
    readAgain,
    setCount: (text) => setText(count, text),
  };
}

/** The proposals below the box. None is chosen until the arrows choose one, so that Enter keeps its meaning. */
function createProposals(
  id: string,
  input: HTMLInputElement,
  list: HTMLElement,
  names: () => FilterNames,
  onAccept: () => void,
) {
  let completion: FilterCompletion | null = null;
  let active = -1;

  const close = (): void => {
    completion = null;
    active = -1;
    show(list, false);
    setAttributes(input, { 'aria-expanded': 'false', 'aria-activedescendant': undefined });
  };
  const accept = (index: number): void => {
    const text = completion?.proposals[index]?.text;
    if (!completion || text === undefined) return;
    input.setRangeText(text, completion.from, completion.to, 'end');
    onAccept();
    if (/[:.]$/.test(text)) open();
    else close();
  };
  const mark = (index: number): void => {
    active = index;
    for (const [at, option] of [...list.children].entries()) {
      setAttributes(option, { 'aria-selected': String(at === index) });
      if (at === index) option.scrollIntoView({ block: 'nearest' });
    }
    setAttributes(input, { 'aria-activedescendant': index < 0 ? undefined : `${id}-proposal-${index}` });
  };
  const open = (): void => {
    completion = completeFilter(input.value, input.selectionStart ?? input.value.length, names());
    if (completion.proposals.length === 0) return close();
    list.replaceChildren(
      ...completion.proposals.map(({ text, detail }, index) => {
        const option = create(
          'li',
          { role: 'option', id: `${id}-proposal-${index}`, 'aria-selected': 'false' },
          create('span', { class: 'proposal' }, text),
          create('span', { class: 'detail' }, detail),
        );
        // Before the box loses the focus.
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          accept(index);
        });
        return option;
      }),
    );
    show(list, true);
    setAttributes(input, { 'aria-expanded': 'true' });
    mark(-1);
  };
  const move = (step: number): void => {
    const { length } = list.children;
    if (completion) mark((active + step + length + (active < 0 && step < 0 ? 1 : 0)) % length);
    else open();
  };
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const isChosen = completion !== null && active >= 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === ' ' && event.ctrlKey) open();
    else if ((event.key === 'Enter' || event.key === 'Tab') && isChosen) accept(active);
    else if (event.key === 'Enter') close();
    else if (event.key === 'Escape' && completion) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { open };
}

/** Reason and remedy, and the text with the place marked. */
function createProblem(id: string) {
  const text = create('code');
  const message = create('span');
  const element = create('div', { id, class: 'filter-problem', role: 'status' }, text, message);
  show(element, false);
  return {
    element,
    update(typed: string, error: FilterError | null): void {
      show(element, error !== null);
      if (!error) return;
      const { offset, length } = error;
      const place = typed.slice(offset, offset + length);
      text.replaceChildren(typed.slice(0, offset), create('mark', {}, place || '␣'), typed.slice(offset + length));
      setText(message, `${error.message} ${error.hint}`);
    },
  };
}
