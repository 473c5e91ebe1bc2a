// What can be done with a run as it was recorded: run it again, copy its command, show its folder.

import * as l10n from '@vscode/l10n';
import { create, show } from '../../common/dom.ts';
import type { RunView, TabParts } from '../tab.ts';
import { createButton } from './section.ts';

export interface Actions {
  readonly element: HTMLElement;
  update(view: Pick<RunView, 'run' | 'trusted' | 'detail'>): void;
}

export function createActions({ ask, showError }: Pick<TabParts, 'ask' | 'showError'>): Actions {
  let runId = '';
  const again = createButton('run-again', l10n.t('Run Again'), () => {
    void ask('details/run-again', { runId }).catch(showError);
  });
  const command = createButton('copy-command', l10n.t('Copy as run_qa.py Command'), () => {
    void ask('details/copy-command', { runId }).catch(showError);
  });
  const reveal = createButton('reveal', l10n.t('Reveal Run Folder'), () => {
    void ask('details/reveal', { runId }).catch(showError);
  });
  const element = create('div', { class: 'detail-actions' }, again, command, reveal);
  return {
    element,
    update({ run, trusted, detail }) {
      runId = run.runId;
      const hasExperiment = detail !== null && detail.experiment !== null;
      show(again, trusted && hasExperiment);
      show(command, hasExperiment);
    },
  };
}
