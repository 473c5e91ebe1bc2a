// The components of the dashboard, and those that all pages share.

import '../common/strings.ts';
import '../common/base.css';
import '../dashboard/dashboard.css';
import { showComponents } from './page.ts';
import { chartComponents } from './parts/charts.ts';
import { commonComponents } from './parts/common.ts';
import { runComponents } from './parts/runs.ts';
import { tabComponents } from './parts/tabs.ts';

showComponents('index', [...commonComponents, ...chartComponents, ...runComponents, ...tabComponents]);
