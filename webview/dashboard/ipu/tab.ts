// The tab of a run's IPUs and of the machine that trains it. Its parts are made when it is first seen.

import './ipu.css';
import * as l10n from '@vscode/l10n';
import type { RunDetail } from '../../../src/shared/messages/runs.ts';
import type { Plan } from '../../../src/shared/plan.ts';
import { isActive } from '../../../src/shared/run-state.ts';
import { create, setText, show } from '../../common/dom.ts';
import { pipelineModel, pipelineTable } from '../../common/pipeline/model.ts';
import { createPipeline } from '../../common/pipeline/view.ts';
import { formatCount } from '../../common/quantities.ts';
import type { RunView, Tab, TabParts } from '../tab.ts';
import { measuredBound } from './bound/measured.ts';
import { modelledBound } from './bound/modelled.ts';
import { createBound } from './bound/view.ts';
import { createFeed, type IpuData, type StepRange } from './feed.ts';
import { createSourceTag } from './head.ts';
import { createHost } from './host.ts';
import { createIpus } from './ipus.ts';
import { isQuantity, type Quantity } from './quantities.ts';
import { noHostText, noIpusText } from './words.ts';

/** Name under which the page remembers what is shown. */
const settingsName = 'ipu';

interface Settings {
  readonly quantity: Quantity;
  readonly isFitted: boolean;
}

export function createIpuTab({ ask, clock, memory, showError }: TabParts): Tab {
  const element = create('section', { class: 'ipu-tab' });
  let settings = readSettings(memory.recall(settingsName));
  let range: StepRange | null = null;
  let view: RunView | null = null;
  let data: IpuData = {};
  let parts: ReturnType<typeof createParts> | null = null;

  const feed = createFeed({
    ...{ ask, clock, onError: showError },
    onData(next) {
      data = next;
      draw();
    },
  });
  const draw = (): void => {
    if (view) parts?.update({ view, data, settings, range });
  };
  const choose = (next: Partial<Settings>): void => {
    settings = { ...settings, ...next };
    memory.keep(settingsName, settings);
    feed.look(settings.quantity, range);
    draw();
  };
  const zoom = (next: StepRange | null): void => {
    range = next;
    feed.look(settings.quantity, range);
    draw();
  };
  const build = () => {
    const built = createParts({
      choose: (quantity) => choose({ quantity }),
      fit: (isFitted) => choose({ isFitted }),
      zoom,
    });
    element.append(...built.elements);
    return built;
  };
  return {
    element,
    update(next) {
      parts ??= build();
      if (next.run.runId !== view?.run.runId) {
        data = {};
        range = null;
        feed.look(settings.quantity, null);
      }
      view = next;
      feed.show(next.run.runId, `${next.run.state} ${next.run.lastEventAt}`);
      feed.resume();
      draw();
    },
    hide: () => feed.pause(),
    repaint: () => parts?.repaint(),
  };
}

interface TabModel {
  readonly view: RunView;
  readonly data: IpuData;
  readonly settings: Settings;
  readonly range: StepRange | null;
}

function createParts(actions: Parameters<typeof createIpus>[0]) {
  const bound = createBound();
  const ipus = createIpus(actions);
  const tag = createSourceTag();
  tag.update('model');
  const replicas = create('span', { class: 'note' });
  const pipeline = createPipeline([tag.element, replicas]);
  const host = createHost();
  const loading = create('vscode-progress-ring', { class: 'loading', 'aria-label': l10n.t('Loading') });
  const drawings = create('div', { class: 'drawings' }, ipus.element, pipeline.element);
  let planned: Plan | null = null;
  const showPlan = (plan: Plan | null): void => {
    // The plan of a run never changes, and drawing it again would cost more than all the rest.
    if (plan !== planned && plan) pipeline.update(pipelineModel(plan), () => pipelineTable(plan));
    planned = plan;
    setText(replicas, plan ? describeReplicas(plan) : '');
    if (!plan) show(pipeline.element, false);
  };
  return {
    elements: [loading, bound.element, drawings, host.element],
    update({ view: { run, detail }, data: { map, quantity, host: series, plan }, settings, range }: TabModel): void {
      const active = isActive(run.state);
      const known = plan ?? null;
      show(loading, map === undefined && series === undefined);
      show(bound.element, series !== undefined);
      show(host.element, series !== undefined);
      show(ipus.element, map !== undefined);
      showPlan(known);
      if (series) {
        const { state, progress } = run;
        const machine = measuredBound({ state, progress, series, provider: providerOf(detail) });
        bound.update(machine, modelledBound(known));
        host.update(series, noHostText(active));
      }
      if (!map || !quantity) return;
      const { quantity: chosen, isFitted } = settings;
      const emptyText = noIpusText(quantity, active, known);
      const source = detail?.ipuSource ?? null;
      ipus.update({ map, quantity, chosen, isFitted, source, emptyText, range, capacityBytes: capacityOf(known) });
    },
    repaint(): void {
      for (const part of [bound, ipus, pipeline, host]) part.repaint();
    },
  };
}

function describeReplicas({ machine }: Plan): string {
  return machine.replicas > 1 ? l10n.t('the same on each of {0} replicas', formatCount(machine.replicas)) : '';
}

function capacityOf(plan: Plan | null): number | null {
  const capacities = plan?.ipus.map(({ memory }) => memory.capacityBytes) ?? [];
  return capacities.length === 0 ? null : Math.max(...capacities);
}

/** The execution provider that a run's experiment names; null if nobody knows it. */
function providerOf(detail: RunDetail | null): string | null {
  const provider = fieldOf(fieldOf(detail?.experiment, 'training'), 'execution_provider');
  return typeof provider === 'string' ? provider : null;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function readSettings(remembered: unknown): Settings {
  const quantity = fieldOf(remembered, 'quantity');
  return {
    quantity: isQuantity(quantity) ? quantity : 'utilisation',
    isFitted: fieldOf(remembered, 'isFitted') === true,
  };
}
