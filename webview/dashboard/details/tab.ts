// The tab of a run's details: what was run and what the user says of it, its configuration, environment, checkpoints and log.

import * as l10n from '@vscode/l10n';
import './details.css';
import type { RunDetails } from '../../../src/shared/messages/details.ts';
import { create, show } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { toErrorShape } from '../../../src/shared/errors.ts';
import type { RunView, Tab, TabParts } from '../tab.ts';
import { createActions } from './actions.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createConfiguration } from './configuration.ts';
import { createEnvironment } from './environment.ts';
import { createFacts } from './facts.ts';
import { createLog } from './log.ts';
import { originFacts } from './models.ts';
import { createNotesEditor } from './notes.ts';
import { createSection } from './section.ts';
import { createTagEditor } from './tags.ts';

export function createDetailsTab(parts: TabParts): Tab {
  const { ask, showError } = parts;
  const actions = createActions(parts);
  const origin = createFacts();
  const tags = createTagEditor(parts);
  const notes = createNotesEditor(parts);
  const configuration = createConfiguration(parts.memory);
  const environment = createEnvironment();
  const checkpoints = createCheckpoints(
    (runId, step) => void ask('details/reveal', { runId, checkpoint: step }).catch(showError),
  );
  const log = createLog();
  const failure = createNotice('error');
  const loading = create('p', { class: 'hint', role: 'status' }, l10n.t('Reading what was recorded…'));
  const recorded = create('div', { class: 'recorded' }, configuration.element, environment.element);
  const element = create(
    'div',
    { class: 'details-tab' },
    actions.element,
    createSection(l10n.t('What was run'), origin.element, tags.element, notes.element),
    failure.element,
    loading,
    recorded,
    checkpoints.element,
    log.element,
  );
  /** The run that the host was asked about last, and what it said. */
  let asked = '';
  let details: RunDetails | null = null;
  let failed = false;

  const fetch = async (runId: string): Promise<void> => {
    asked = runId;
    details = null;
    failed = false;
    failure.update(null);
    drawRecorded();
    try {
      const answer = await ask('details/get', { runId });
      if (asked === runId) details = answer;
    } catch (thrown) {
      if (asked !== runId) return;
      failure.update(toErrorShape(thrown));
      failed = true;
    }
    drawRecorded();
  };
  const drawRecorded = (): void => {
    show(loading, details === null && !failed);
    show(recorded, details !== null);
    if (!details) return;
    configuration.update(details.configuration);
    environment.update(details.environment);
  };
  return {
    element,
    update(view: RunView) {
      const { run, detail } = view;
      if (asked !== run.runId) void fetch(run.runId);
      actions.update(view);
      origin.update(originFacts(run, detail));
      tags.update(view);
      notes.update(view);
      checkpoints.update(run.runId, detail?.checkpoints ?? []);
      log.update(detail);
    },
    hide() {
      notes.save();
      // What could not be read is asked for again when the tab is looked at the next time.
      if (failed) asked = '';
    },
    repaint: () => undefined,
  };
}
