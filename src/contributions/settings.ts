// Every setting, once. A setting that leads to a path, program or argument is restricted: ignored until the workspace is trusted.

export interface SettingContribution {
  readonly id: string;
  readonly type: 'string' | 'boolean' | 'number';
  /** All values that a string may have, and what each means. */
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly default: string | boolean | number;
  readonly scope: 'window' | 'machine' | 'machine-overridable' | 'resource';
  readonly restricted: boolean;
  readonly markdownDescription: string;
}

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
    type: 'string',
    enum: ['all', 'problems', 'none'],
    enumDescriptions: [
      'Every run that ends is told.',
      'Only runs that failed or were lost are told.',
      'The runs view, the status bar and the dashboard are enough.',
    ],
    default: 'all',
    scope: 'window',
    restricted: false,
    markdownDescription: 'Which ends of runs are told by a notification.',
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
