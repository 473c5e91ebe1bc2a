// What the curves of a page ask for.

import type { FileMessages } from './files.ts';
import type { Series, SeriesRequest } from './runs.ts';

export interface CurveMessages extends FileMessages {
  'runs/series': { readonly params: SeriesRequest; readonly result: readonly Series[] };
}
