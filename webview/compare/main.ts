// The comparison page: joins VS Code's message port, the controller and the DOM. Everything it shows comes from the host.

import '../common/strings.ts';
import '../common/base.css';
import './styles/page.css';
import './styles/tables.css';
import './styles/drawings.css';
import { toErrorShape } from '../../src/shared/errors.ts';
import { createCaller, onNotifications } from '../../src/shared/messages/channel.ts';
import type { CompareContract, CompareNotifications } from '../../src/shared/messages/compare.ts';
import { browserClock } from '../common/browser-clock.ts';
import { createMemory } from '../common/memory.ts';
import { createPort } from '../common/port.ts';
import { onThemeChange } from '../common/theme.ts';
import { registerControls } from '../toolkit.ts';
import { createController } from './controller.ts';
import { createHighlight } from './highlight.ts';
import { parseSelection } from './state.ts';
import { createPage } from './views/page.ts';

/** Name under which the page remembers its runs. */
const selectionName = 'selection';

registerControls();
const host = acquireVsCodeApi();
const port = createPort(host);
const memory = createMemory(host);
const ask = createCaller<CompareContract>(port);

const controller = createController({
  ask,
  draw: (state) => page.draw(state),
  clock: browserClock,
  remembered: parseSelection(memory.recall(selectionName)),
  remember: (selection) => memory.keep(selectionName, selection),
});
const showError = (thrown: unknown): void => controller.showError(toErrorShape(thrown));
const parts = { ask, clock: browserClock, memory, highlight: createHighlight(), showError };
const page = createPage(document.body, parts, {
  setBaseline: controller.setBaseline,
  remove: controller.remove,
  choose: () => void controller.choose(),
  setBest: controller.setBest,
  open: (runId) => void controller.tell(() => ask('compare/open-run', { runId })),
  dismissError: () => controller.showError(null),
});
onNotifications<CompareNotifications>(port, {
  'runs/changed': ({ runs }) => controller.runsChanged(runs),
  'runs/removed': ({ runIds }) => controller.runsRemoved(runIds),
  'compare/select': ({ runIds }) => controller.show(runIds),
  error: (error) => controller.showError(error),
});
onThemeChange(() => page.repaint());
document.addEventListener('visibilitychange', () => (document.hidden ? controller.pause() : controller.resume()));
void controller.start();
