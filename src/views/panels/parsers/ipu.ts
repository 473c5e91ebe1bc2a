// What a page may ask about a run's IPUs, parsed: no page gets more columns than it can draw.

import type { Parsers } from '../../../shared/messages/channel.ts';
import { fieldsOf } from '../../../shared/messages/fields-of.ts';
import type { IpuMessages } from '../../../shared/messages/ipu.ts';
import type { HeatMapRequest } from '../../../shared/messages/runs.ts';
import { isCount, parseRunId, parseStep } from './runs.ts';

/** More columns than this are never sent to a page. */
const mostColumns = 2000;

const quantities: readonly HeatMapRequest['quantity'][] = ['utilisation', 'memoryBytes', 'powerWatts'];

export const ipuParsers: Parsers<IpuMessages> = { 'runs/heat-map': parseHeatMapRequest, 'ipu/plan': parseRunId };

function parseHeatMapRequest(params: unknown): HeatMapRequest {
  const { quantity, fromStep, toStep, columns } = fieldsOf(params);
  const known = quantities.find((one) => one === quantity);
  if (known === undefined) throw new TypeError('quantity is none of an IPU.');
  if (!isCount(columns) || columns < 1 || columns > mostColumns) throw new TypeError('columns is out of range.');
  return {
    ...parseRunId(params),
    quantity: known,
    columns,
    ...(fromStep !== undefined && { fromStep: parseStep(fromStep) }),
    ...(toStep !== undefined && { toStep: parseStep(toStep) }),
  };
}
