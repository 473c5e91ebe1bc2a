// What the run was made with: versions, machine, commit, and the changes that were not committed.

import * as l10n from '@vscode/l10n';
import type { RecordedEnvironment } from '../../../src/shared/messages/details.ts';
import { create, setText, show } from '../../common/dom.ts';
import { createFacts } from './facts.ts';
import { environmentFacts } from './models.ts';
import { createSection } from './section.ts';

export interface Environment {
  readonly element: HTMLElement;
  update(environment: RecordedEnvironment | null): void;
}

export function createEnvironment(): Environment {
  const facts = createFacts();
  const none = create('p', { class: 'hint' }, l10n.t('The environment was not recorded with this run.'));
  const title = l10n.t('Uncommitted changes');
  const summary = create('summary', {}, title);
  const text = create('pre', { class: 'diff', tabindex: 0, role: 'region', 'aria-label': title });
  const cut = create('p', { class: 'hint' }, l10n.t('The changes were too long to be recorded in full.'));
  const diff = create('details', { class: 'uncommitted' }, summary, cut, text);
  let recorded = '';
  // Long changes are laid out only for those who look.
  const fill = (): void => setText(text, diff.open ? recorded : '');
  diff.addEventListener('toggle', fill);
  return {
    element: createSection(l10n.t('Environment'), none, facts.element, diff),
    update(environment) {
      show(none, environment === null);
      show(facts.element, environment !== null);
      facts.update(environment ? environmentFacts(environment) : []);
      recorded = environment?.git?.diff ?? '';
      show(diff, recorded !== '');
      show(cut, environment?.git?.diffTruncated === true);
      fill();
    },
  };
}
