// The head of the selected run: name, state, progress, what can be done, and why it failed.

import * as l10n from '@vscode/l10n';
import type { HeaderModel } from '../models.ts';
import { create, setAttributes, setText, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { createNotes } from './notes.ts';
import { stateIcon } from './state-icon.ts';

export interface HeaderActions {
  readonly stop: (runId: string) => void;
  readonly resume: (runId: string) => void;
  readonly openOutput: (runId: string) => void;
}

export interface Header {
  readonly element: HTMLElement;
  update(model: HeaderModel): void;
}

/** `more`: further things that can be done with the run. */
export function createHeader(actions: HeaderActions, ...more: readonly HTMLElement[]): Header {
  let runId = '';
  const name = create('h1');
  const icon = create('span', { class: 'icon' });
  const state = create('vscode-tag', { 'data-role': 'state' });
  const times = create('p', { class: 'times' });
  const stop = create('vscode-button', { appearance: 'secondary', 'data-action': 'stop' });
  const resume = create('vscode-button', { appearance: 'secondary', 'data-action': 'resume' }, l10n.t('Resume'));
  const output = create('vscode-button', { appearance: 'secondary', 'data-action': 'output' }, l10n.t('Open Output'));
  stop.addEventListener('click', () => actions.stop(runId));
  resume.addEventListener('click', () => actions.resume(runId));
  output.addEventListener('click', () => actions.openOutput(runId));
  const progress = createProgress();
  const failure = createNotice('error');
  const notes = createNotes();
  const element = create(
    'header',
    { class: 'run-header' },
    create(
      'div',
      { class: 'run-title' },
      icon,
      name,
      state,
      create('span', { class: 'actions' }, stop, resume, output, ...more),
    ),
    times,
    progress.element,
    failure.element,
    notes.element,
  );
  return {
    element,
    update(model) {
      runId = model.runId;
      setText(name, model.name);
      if (element.dataset['state'] !== model.state) icon.replaceChildren(stateIcon(model.state));
      setAttributes(element, { 'data-state': model.state });
      setText(state, model.stateLabel);
      setText(times, model.times);
      setText(stop, model.stopLabel);
      show(stop, model.canStop);
      show(resume, model.canResume);
      progress.update(model.progress);
      failure.update(model.error);
      notes.update(model.notes);
    },
  };
}

function createProgress() {
  const bar = create('progress', { max: 1, 'aria-label': l10n.t('Progress of the current phase') });
  const text = create('span', { class: 'progress-text' });
  const element = create('div', { class: 'progress' }, bar, text);
  return {
    element,
    update(model: HeaderModel['progress']) {
      show(element, model !== null);
      if (!model) return;
      setAttributes(bar, { value: model.share });
      setText(text, model.text);
    },
  };
}
