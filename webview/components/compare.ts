// The components of the comparison page.

import '../common/strings.ts';
import '../common/base.css';
import '../compare/styles/page.css';
import '../compare/styles/tables.css';
import '../compare/styles/drawings.css';
import { showComponents } from './page.ts';
import { compareComponents } from './parts/compare.ts';

showComponents('compare', compareComponents);
