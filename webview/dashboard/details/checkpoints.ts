// The checkpoints of a run: at which step, where, and a way to their files.

import * as l10n from '@vscode/l10n';
import type { Checkpoint } from '../../../src/shared/messages/runs.ts';
import { create, show } from '../../common/dom.ts';
import { createSection } from './section.ts';

export interface Checkpoints {
  readonly element: HTMLElement;
  update(runId: string, checkpoints: readonly Checkpoint[]): void;
}

export function createCheckpoints(onReveal: (runId: string, step: number) => void): Checkpoints {
  const list = create('ul', { class: 'checkpoints' });
  const element = createSection(l10n.t('Checkpoints'), list);
  let shown = '';
  return {
    element,
    update(runId, checkpoints) {
      const now = JSON.stringify([runId, checkpoints]);
      if (now === shown) return;
      shown = now;
      show(element, checkpoints.length > 0);
      list.replaceChildren(
        ...checkpoints.map(({ step, path }) => {
          const label = l10n.t('Reveal the checkpoint of step {0}', step);
          const button = create('button', { type: 'button', class: 'link', 'aria-label': label }, l10n.t('Reveal'));
          button.addEventListener('click', () => onReveal(runId, step));
          return create('li', {}, create('span', {}, l10n.t('Step {0}', step)), create('code', {}, path), button);
        }),
      );
    },
  };
}
