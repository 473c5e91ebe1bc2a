// The plan's page: joins VS Code's message port, the controller and the DOM. Everything it shows comes from the host.

import '../common/base.css';
import './styles/page.css';
import './styles/advice.css';
import './styles/replica.css';
import './styles/figures.css';
import { createCaller, onNotifications } from '../../src/shared/messages/channel.ts';
import type { PlanContract, PlanNotifications } from '../../src/shared/messages/plan.ts';
import { browserClock } from '../common/browser-clock.ts';
import { createPort } from '../common/port.ts';
import { onThemeChange } from '../common/theme.ts';
import { registerControls } from '../toolkit.ts';
import { createController } from './controller.ts';
import { createPage } from './views/page.ts';

registerControls();
const port = createPort(acquireVsCodeApi());

const controller = createController({
  ask: createCaller<PlanContract>(port),
  draw: (state) => page.draw(state),
  clock: browserClock,
});
const page = createPage(document.body, {
  apply: (edits) => void controller.apply(edits),
  suggest: () => void controller.suggest(),
  reveal: (place) => void controller.reveal(place),
  dismissError: () => controller.showError(null),
});
onNotifications<PlanNotifications>(port, {
  'plan/changed': ({ view }) => controller.changed(view),
  error: (error) => controller.showError(error),
});
onThemeChange(() => page.repaint());
void controller.start();
