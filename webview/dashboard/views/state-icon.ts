// One small picture for each run state. Shape tells them apart, colour only helps.

import { isActive, type RunState } from '../../../src/shared/run-state.ts';
import { createSvg } from '../../common/dom.ts';

const shapes: Readonly<Record<'queued' | 'active' | 'completed' | 'stopped' | 'failed' | 'lost', readonly string[]>> = {
  queued: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'M8 4.800V8l2.200 1.600'],
  active: ['M8 2a6 6 0 1 1-6 6'],
  completed: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'm5.2 8.2 2 2 3.6-4.2'],
  stopped: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'M3.8 12.2l8.4-8.4'],
  failed: ['M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z', 'm5.7 5.7 4.6 4.6', 'm10.3 5.7-4.6 4.6'],
  lost: [
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z',
    'M6.2 6.5C6.2 5.400 7 4.800 8 4.800s1.800.7 1.800 1.700C9.800 7.900 8 7.900 8 9.300',
    'M8 11.300v.1',
  ],
};

/** The icon of a state; its meaning must also be said in words beside it. */
export function stateIcon(state: RunState): SVGElement {
  // Nothing turns while a run waits for its turn.
  const kind = state === 'queued' ? state : isActive(state) ? 'active' : (state as keyof typeof shapes);
  const paths = shapes[kind].map((d) => createSvg('path', { d }));
  return createSvg('svg', { class: `state-icon ${kind}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, ...paths);
}
