// What all pages share: notices, tabs, tables in place of drawings.

import { create } from '../../common/dom.ts';
import { createNotice } from '../../common/notice.ts';
import { createTableAlternative } from '../../common/table-alternative.ts';
import { createTabs } from '../../common/tabs.ts';
import { nothing, show, type Component } from '../component.ts';

const failure = {
  message: 'The run folder /workspace/.ipu/runs/20260302-100000-quick-start-cd34 cannot be read.',
  hint: 'Check its permissions, then open the dashboard again.',
};

const page = (id: string, label: string) => ({ id, label, element: create('p', {}, `What the tab ${label} shows.`) });

/** Parts of more than one page. */
export const commonComponents: readonly Component[] = [
  {
    id: 'notice-error',
    title: 'Notice: an error',
    draw: (stage) => show(createNotice('error', nothing), failure)(stage),
  },
  {
    id: 'notice-info',
    title: 'Notice: for information',
    draw: (stage) => show(createNotice('info'), { message: 'The run is from an older version.', hint: '' })(stage),
  },
  {
    id: 'tabs',
    title: 'Tabs',
    draw(stage) {
      const tabs = createTabs('Example', [page('one', 'One'), page('two', 'Two'), page('three', 'Three')], nothing);
      tabs.select('two');
      stage.append(tabs.element);
    },
  },
  {
    id: 'table-alternative',
    title: 'Table in place of a drawing',
    draw(stage) {
      const table = createTableAlternative('Chart as a table');
      stage.append(table.element);
      const rows = Array.from({ length: 5 }, (_, index) => [String(index + 1), (4 / (index + 1)).toFixed(3)]);
      table.update(() => ({ head: ['step', 'loss'], rows }));
      table.element.querySelector('details')?.setAttribute('open', '');
      table.element.setAttribute('open', '');
    },
  },
];
