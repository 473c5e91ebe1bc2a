// Runs as rows, one a run: what it is, how it went, its results and last values, and the fields of its experiment.

import { listFields } from '../compare/facts.ts';
import { parseExperiment } from '../compare/read-run.ts';
import type { RunDetail } from '../shared/messages/runs.ts';
import type { Cell, Column, Row } from './columns.ts';

interface TableColumn extends Column {
  /** The run's cell; `at` is its place among the runs. */
  readonly cell: (run: RunDetail, at: number) => Cell;
}

const fixed: readonly TableColumn[] = [
  { name: 'run_id', type: 'text', cell: ({ runId }) => runId },
  { name: 'name', type: 'text', cell: ({ name }) => name },
  { name: 'group', type: 'text', cell: ({ group }) => group },
  { name: 'sweep_id', type: 'text', cell: ({ sweep }) => sweep?.sweepId },
  { name: 'tags', type: 'text', cell: ({ annotations }) => annotations?.tags?.join('; ') },
  { name: 'notes', type: 'text', cell: ({ annotations }) => annotations?.notes },
  { name: 'starred', type: 'boolean', cell: ({ annotations }) => annotations?.starred ?? false },
  { name: 'imported', type: 'text', cell: ({ imported }) => imported },
  { name: 'state', type: 'text', cell: ({ state }) => state },
  { name: 'started', type: 'time', cell: ({ startedAt }) => startedAt },
  { name: 'last_event', type: 'time', cell: ({ lastEventAt }) => lastEventAt },
  { name: 'worked_seconds', type: 'number', cell: ({ workedMs }) => (workedMs === undefined ? undefined : workedMs / 1000) }, // prettier-ignore
  { name: 'step', type: 'integer', cell: ({ step }) => step },
];

/** The columns that these runs need, and their rows. */
export function runsTable(runs: readonly RunDetail[]): {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
} {
  const columns = [...fixed, ...figureColumns(runs, 'results', 'result'), ...figureColumns(runs, 'latest', 'last'), ...fieldColumns(runs)]; // prettier-ignore
  return { columns, rows: runs.map((run, at) => columns.map(({ cell }) => cell(run, at))) };
}

function figureColumns(runs: readonly RunDetail[], of: 'results' | 'latest', prefix: string): readonly TableColumn[] {
  const names = new Set(runs.flatMap((run) => Object.keys(run[of])));
  return [...names].sort().map((name) => ({
    name: `${prefix}.${name}`,
    type: 'number',
    cell: (run) => (Object.hasOwn(run[of], name) ? run[of][name] : undefined),
  }));
}

/** Every field that a run has a value of; lists and objects as JSON, what looks like a secret not at all. */
function fieldColumns(runs: readonly RunDetail[]): readonly TableColumn[] {
  const fields = listFields(runs.map(({ experiment }) => parseExperiment(experiment)));
  return fields.flatMap(({ path, cells }): TableColumn[] => {
    const values = cells.map((cell) => (cell === null || cell.text === 'null' ? undefined : (cell.value ?? cell.text)));
    const known = values.filter((value) => value !== undefined);
    if (known.length === 0) return [];
    const only = (type: string): boolean => known.every((value) => typeof value === type);
    const type = only('number') ? 'number' : only('boolean') ? 'boolean' : 'text';
    return [{ name: path, type, cell: (_, at) => values[at] }];
  });
}
