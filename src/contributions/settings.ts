// Every setting, once. A setting that leads to a path, program or argument is restricted: ignored until the workspace is trusted.

import { noticeKinds, type NoticeKind } from '../shared/notice-kinds.ts';

export interface SettingContribution {
  readonly id: string;
  readonly type: 'string' | 'boolean' | 'number' | 'object' | 'array';
  /** All values that a string may have, and what each means. */
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  /** JSON Schemas of an object's properties; it has no others. */
  readonly properties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: false;
  /** JSON Schema of a list's elements. */
  readonly items?: object;
  readonly default: unknown;
  readonly scope: 'window' | 'machine' | 'machine-overridable' | 'resource';
  readonly restricted: boolean;
  readonly markdownDescription: string;
}

const noticeDocs: Readonly<Record<NoticeKind, string>> = {
  finished: 'Runs and sweeps that completed or were stopped.',
  failed: 'Runs and sweeps that failed, and runs whose process is gone.',
  stuck: 'Active runs that make no progress.',
  notANumber: 'Runs whose loss is no number any more, or infinite.',
  alerts: 'What meets a rule of `ipuWorkbench.alerts`.',
  launchWarnings: 'What is worth knowing about an experiment file that is launched.',
};

export const settings = {
  storePath: {
    id: 'ipuWorkbench.store.path',
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    restricted: true,
    markdownDescription:
      'Absolute path of a folder for the run databases, one for each workspace folder. Set it when your workspace lies on a network disk, which is no place for a database. Empty: `.ipu/runs.db` in the workspace folder. The databases are indexes of the run folders and are rebuilt when missing.',
  },
  notifications: {
    id: 'ipuWorkbench.notifications',
    type: 'object',
    properties: Object.fromEntries(
      noticeKinds.map((kind) => [kind, { type: 'boolean', default: true, description: noticeDocs[kind] }]),
    ),
    additionalProperties: false,
    default: Object.fromEntries(noticeKinds.map((kind) => [kind, true])),
    scope: 'window',
    restricted: false,
    markdownDescription:
      'What is told by a notification. “Don’t Show Again” in a notification switches its kind off here. The values of earlier versions are still understood: `"all"`, `"problems"` (without what has finished) and `"none"`.',
  },
  alerts: {
    id: 'ipuWorkbench.alerts',
    type: 'array',
    items: {
      type: 'object',
      required: ['when'],
      additionalProperties: false,
      properties: {
        when: {
          type: 'string',
          markdownDescription: 'Told as soon as a run meets it, in the language of the filter of runs.',
          examples: ['loss > 10 step > 100', 'eval_f1 < 50', 'duration > 2h is:active'],
        },
        name: { type: 'string', description: 'What the alert is called; without a name, its condition.' },
      },
      defaultSnippets: [{ label: 'Alert', body: { when: '${1:loss > 10 step > 100}', name: '${2:The loss is high}' } }],
    },
    default: [],
    scope: 'window',
    restricted: false,
    markdownDescription:
      'Alerts about runs that are active: conditions such as `loss > 10 step > 100` or `eval_f1 < 50`, in the language of the filter of runs. Each is told once for a run.',
  },
  codeLens: {
    id: 'ipuWorkbench.codeLens',
    type: 'boolean',
    default: true,
    scope: 'resource',
    restricted: false,
    markdownDescription: 'Show Launch, Plan, Suggest, Compare with last and Resume as links above an experiment file.',
  },
} as const satisfies Record<string, SettingContribution>;
