// The whole page: the runs on top, the way to the sections, and the sections below; and what is said when there is nothing to compare.

import * as l10n from '@vscode/l10n';
import { create, setText, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { countUnknown, createViewer, type CompareView } from '../models/view.ts';
import { createFolded, type SectionParts } from '../section.ts';
import { createSections } from '../sections.ts';
import type { PageState } from '../state.ts';
import { createBestChoice, type BestActions } from './best-choice.ts';
import { createRunStrip, type RunActions } from './run-strip.ts';

export interface PageActions extends RunActions, BestActions {
  readonly choose: () => void;
  readonly dismissError: () => void;
}

export interface Page {
  draw(state: PageState): void;
  /** Takes the colours of the current theme. */
  repaint(): void;
}

export function createPage(body: HTMLElement, parts: SectionParts, actions: PageActions): Page {
  let last: PageState | null = null;
  const viewOf = createViewer();
  const error = createNotice('error', actions.dismissError);
  const strip = createRunStrip(parts.highlight, actions);
  const best = createBestChoice(actions);
  const title = create('h1', {}, l10n.t('Compare Runs'));
  const add = chooseButton('secondary', l10n.t('Choose Runs…'), actions.choose);
  const sections = createSections(parts);
  const folded = sections.map((section) => createFolded(section, parts.memory));
  const links = sections.map(({ id, title: words }, index) => {
    const link = create('a', { href: `#${id}` }, words);
    link.addEventListener('click', (event) => {
      event.preventDefault();
      folded[index]!.reveal();
    });
    return create('li', {}, link);
  });
  const ways = create('nav', { 'aria-label': l10n.t('Sections') }, create('ul', { class: 'section-links' }, ...links));
  const header = create(
    'header',
    { class: 'compare-head' },
    create('div', { class: 'title-row' }, title, best.element, add),
    strip.element,
    ways,
  );
  const loading = create('vscode-progress-ring', { class: 'loading', 'aria-label': l10n.t('Loading') });
  const empty = createEmptyState(actions.choose);
  const content = create('div', { class: 'sections' }, ...folded.map(({ element }) => element));
  body.append(create('main', {}, error.element, header, loading, empty.element, content));

  const draw = (state: PageState): void => {
    last = state;
    const view = viewOf(state);
    const shown = new Set(view.runs.map(({ runId }) => runId));
    error.update(state.error);
    strip.update(view.all.map((run) => ({ ...run, isShown: shown.has(run.runId) })));
    best.update(view, state.best);
    const isEnough = view.all.length >= 2;
    show(loading, !state.ready);
    show(header, state.ready && view.all.length > 0);
    show(content, isEnough);
    show(ways, isEnough);
    empty.update(state, view);
    if (isEnough) for (const section of folded) section.update(view);
  };
  return {
    draw,
    repaint() {
      for (const section of sections) section.repaint?.();
      if (last) draw(last);
    },
  };
}

function createEmptyState(onChoose: () => void) {
  const title = create('h1');
  const text = create('p');
  const button = chooseButton('primary', l10n.t('Choose Runs…'), onChoose);
  const element = create('div', { class: 'empty', 'data-role': 'empty' }, title, text, button);
  return {
    element,
    update(state: PageState, { all }: CompareView) {
      show(element, state.ready && all.length < 2);
      setText(title, all.length === 0 ? l10n.t('No runs to compare') : l10n.t('One run alone'));
      setText(text, emptyText(state, all.length));
      show(button, state.known.size > 1);
    },
  };
}

function emptyText(state: PageState, count: number): string {
  if (state.known.size < 2) return l10n.t('Two runs are needed; launch experiments, then come back.');
  if (countUnknown(state) > 0) return l10n.t('The folders of the other runs are gone. Choose others.');
  if (count === 1) return l10n.t('Choose at least one more to compare it with.');
  return l10n.t('Choose two runs or more; the first is the baseline.');
}

function chooseButton(appearance: 'primary' | 'secondary', text: string, onChoose: () => void): HTMLElement {
  const button = create('vscode-button', { appearance, 'data-action': 'choose' }, text);
  button.addEventListener('click', onChoose);
  return button;
}
