// Everything that the dashboard's page may ask for, parsed; each part has a file of its own.

import type { Parsers } from '../../../shared/messages/channel.ts';
import type { DashboardContract } from '../../../shared/messages/dashboard.ts';
import { curveParsers } from './curves.ts';
import { detailParsers } from './details.ts';
import { ipuParsers } from './ipu.ts';
import { resultParsers } from './results.ts';
import { runParsers } from './runs.ts';
import { sharingParsers } from './sharing.ts';
import { tableParsers } from './table.ts';

/** One parser for each message of the page; they throw with the reason. */
export const dashboardParsers: Parsers<DashboardContract> = {
  ...runParsers,
  ...curveParsers,
  ...detailParsers,
  ...tableParsers,
  ...ipuParsers,
  ...resultParsers,
  ...sharingParsers,
};
