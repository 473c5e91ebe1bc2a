// The components of the plan's page.

import '../common/strings.ts';
import '../common/base.css';
import '../plan/styles/page.css';
import '../plan/styles/advice.css';
import '../plan/styles/replica.css';
import '../plan/styles/figures.css';
import { showComponents } from './page.ts';
import { planComponents } from './parts/plan.ts';

showComponents('plan', planComponents);
