// The dashboard page: joins VS Code's message port, the controller and the DOM. Everything it shows comes from the host.

import './dashboard.css';
import { createCaller, onNotifications, type Port } from '../../src/shared/messages/channel.ts';
import type { DashboardContract, DashboardNotifications } from '../../src/shared/messages/dashboard.ts';
import { decodeWire, encodeWire } from '../../src/shared/messages/text-wire.ts';
import { isRunId } from '../../src/shared/run-id.ts';
import { registerControls } from '../toolkit.ts';
import { createController } from './controller.ts';
import type { Clock } from './pacer.ts';
import { createPage } from './views/page.ts';
import { onThemeChange } from './views/theme.ts';

registerControls();
const host = acquireVsCodeApi();

const port: Port = {
  post: (message) => host.postMessage(encodeWire(message)),
  onMessage: (listener) =>
    window.addEventListener('message', (event: MessageEvent<unknown>) => listener(decodeWire(event.data))),
};
const clock: Clock = {
  now: () => performance.now(),
  frame: (callback) => void requestAnimationFrame(callback),
  after: (delayMs, callback) => void setTimeout(callback, delayMs),
};

const controller = createController({
  ask: createCaller<DashboardContract>(port),
  draw: (state) => page.draw(state),
  clock,
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
