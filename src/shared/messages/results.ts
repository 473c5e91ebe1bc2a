// What the page asks for about the results of a run: its predictions, and answers of its models.

import type { AskMessages } from './ask.ts';
import type { PredictionMessages } from './predictions.ts';

export interface ResultMessages extends PredictionMessages, AskMessages {}
