// The dashboard page: joins VS Code's message port, the controller and the DOM. Everything it shows comes from the host.

import '../common/strings.ts';
import '../common/base.css';
import './dashboard.css';
import { createCaller, onNotifications } from '../../src/shared/messages/channel.ts';
import type { DashboardContract, DashboardNotifications } from '../../src/shared/messages/dashboard.ts';
import type { QuestionPlace } from '../../src/shared/messages/predictions.ts';
import { toErrorShape } from '../../src/shared/errors.ts';
import { isRunId } from '../../src/shared/run-id.ts';
import { browserClock } from '../common/browser-clock.ts';
import { createMemory } from '../common/memory.ts';
import { createPort } from '../common/port.ts';
import { onThemeChange } from '../common/theme.ts';
import { registerControls } from '../toolkit.ts';
import { createController } from './controller.ts';
import { keepQuestion } from './results/controller.ts';
import { createPage } from './views/page.ts';

/** Name under which the page remembers the selected run. */
const runName = 'runId';

registerControls();
const host = acquireVsCodeApi();

const port = createPort(host);
const memory = createMemory(host);
const ask = createCaller<DashboardContract>(port);

const controller = createController({
  ask,
  draw: (state) => page.draw(state),
  clock: browserClock,
  remembered: readRemembered(memory.recall(runName)),
  remember: (runId) => memory.keep(runName, runId),
  showRun(runId, question) {
    if (question) keepQuestion(memory, runId, question);
    showTabOf(question);
  },
});
// While the host answers, the page is made.
void controller.start();
const parts = {
  ...{ ask, clock: browserClock, memory, select: controller.select },
  showError: (thrown: unknown) => controller.showError(toErrorShape(thrown)),
};
const page = createPage(document.body, parts, {
  select: controller.select,
  launch: () => void controller.launch(),
  stop: (runId) => void controller.stop(runId),
  resume: (runId) => void controller.resumeRun(runId),
  openOutput: (runId) => void controller.openOutput(runId),
  dismissError: () => controller.showError(null),
});
onNotifications<DashboardNotifications>(port, {
  'runs/changed': ({ runs }) => controller.runsChanged(runs),
  'runs/removed': ({ runIds }) => controller.runsRemoved(runIds),
  select: ({ runId, question }) => {
    if (question) keepQuestion(memory, runId, question);
    // First the run: its tab is not to ask about the one before.
    controller.select(runId);
    showTabOf(question);
  },
  error: (error) => controller.showError(error),
});
onThemeChange(() => page.repaint());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) return controller.resume();
  controller.pause();
  page.hide();
});

function showTabOf(question?: QuestionPlace): void {
  page.showRun(question && 'results');
}

function readRemembered(runId: unknown): string | null {
  return isRunId(runId) ? runId : null;
}
