// The verdict at the head of the page, with the speed beside it.

import * as l10n from '@vscode/l10n';
import { create, createSvg, setAttributes, setText, show } from '../../common/dom.ts';
import type { BannerModel, Verdict } from '../models/banner.ts';
import { setCodeText } from './code-text.ts';

export interface Banner {
  readonly element: HTMLElement;
  update(model: BannerModel): void;
}

const modelledExplanation = l10n.t(
  'Computed from a model of the IPU, fitted to published figures. Nothing was run and nothing was measured.',
);

const circle = 'M12 2.500a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z';
const icons: Readonly<Record<Verdict, readonly string[]>> = {
  fits: [circle, 'm7.5 12.3 3.2 3.2 5.8-6.7'],
  tight: ['M12 3 22 20.500H2Z', 'M12 9.500v5.2', 'M12 17.400v.2'],
  'does-not-fit': [circle, 'm8.3 8.3 7.4 7.4', 'm15.7 8.3-7.4 7.4'],
  unplaced: [circle, 'M5.4 18.6 18.6 5.4'],
};

export function createBanner(): Banner {
  const icon = create('span', { class: 'verdict-icon' });
  const headline = create('p', { class: 'headline' });
  const detail = create('p', { class: 'detail' });
  const speed = create('b', {});
  const unit = create('span', {}, ` ${l10n.t('samples/s')}`);
  const throughput = create('p', { class: 'speed' }, speed, unit);
  const bound = create('span', { class: 'bound' });
  const tag = create('vscode-tag', { title: modelledExplanation }, l10n.t('modelled'));
  const machine = create('p', { class: 'machine' });
  const words = create('div', { class: 'words', role: 'status' }, headline, detail);
  const figures = create('div', { class: 'figures' }, throughput, create('p', { class: 'origin' }, bound, tag));
  const element = create(
    'section',
    { class: 'banner', 'aria-label': l10n.t('Verdict') },
    icon,
    words,
    figures,
    machine,
  );
  setAttributes(element, { 'data-source': 'model' });
  return {
    element,
    update(model) {
      const look = model.refused ? 'unplaced' : model.verdict;
      if (element.dataset['look'] !== look) icon.replaceChildren(renderIcon(look));
      setAttributes(element, { 'data-verdict': model.verdict, 'data-look': look });
      setText(headline, model.headline);
      setCodeText(detail, model.detail);
      show(throughput, model.samplesPerSecond !== null);
      show(bound, model.bound !== '');
      setAttributes(throughput, { 'data-throughput': true, 'data-value': model.samplesPerSecond ?? undefined });
      setText(speed, model.speed);
      setText(bound, model.bound);
      setText(machine, model.machine);
    },
  };
}

function renderIcon(look: Verdict): SVGElement {
  const paths = icons[look].map((d) => createSvg('path', { d }));
  return createSvg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, ...paths);
}
