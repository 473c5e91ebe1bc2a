// The dashboard page: joins VS Code's message port, the controller and the DOM. Everything it shows comes from the host.

import '../common/base.css';
import './dashboard.css';
import { createCaller, onNotifications } from '../../src/shared/messages/channel.ts';
import type { DashboardContract, DashboardNotifications } from '../../src/shared/messages/dashboard.ts';
import { isRunId } from '../../src/shared/run-id.ts';
import { browserClock } from '../common/browser-clock.ts';
import { createPort } from '../common/port.ts';
import { onThemeChange } from '../common/theme.ts';
import { registerControls } from '../toolkit.ts';
import { createController } from './controller.ts';
import { createPage } from './views/page.ts';

registerControls();
const host = acquireVsCodeApi();

const port = createPort(host);

const controller = createController({
  ask: createCaller<DashboardContract>(port),
  draw: (state) => page.draw(state),
  clock: browserClock,
  remembered: readRemembered(host.getState()),
  remember: (runId) => host.setState({ runId }),
});
const page = createPage(document.body, {
  select: controller.select,
  launch: () => void controller.launch(),
  stop: (runId) => void controller.stop(runId),
  openOutput: (runId) => void controller.openOutput(runId),
  dismissError: () => controller.showError(null),
});
onNotifications<DashboardNotifications>(port, {
  'runs/changed': ({ runs }) => controller.runsChanged(runs),
  select: ({ runId }) => controller.select(runId),
  error: (error) => controller.showError(error),
});
onThemeChange(() => page.repaint());
document.addEventListener('visibilitychange', () => (document.hidden ? controller.pause() : controller.resume()));
void controller.start();

function readRemembered(state: unknown): string | null {
  const runId = typeof state === 'object' && state !== null && 'runId' in state ? state.runId : null;
  return isRunId(runId) ? runId : null;
}
