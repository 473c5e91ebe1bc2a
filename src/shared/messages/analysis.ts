// Host ⇄ analysis thread: what takes too long for the extension host, such as reading predictions, comparing runs and writing exports.
// Each message names files by absolute paths and carries what it needs, so that the thread may fall over.

import type { ComparisonAnalysis } from './compare.ts';
import type { DetailAnalysis } from './details.ts';
import type { PredictionAnalysis } from './predictions.ts';
import type { SharingAnalysis } from './sharing.ts';

export interface AnalysisContract extends ComparisonAnalysis, DetailAnalysis, PredictionAnalysis, SharingAnalysis {}
