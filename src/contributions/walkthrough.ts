// The walkthrough on VS Code's welcome page. A step is done when what it is about has happened, not when its button was clicked.

import { commands } from './commands.ts';
import { contextKeys } from './context-keys.ts';

/** Id of the walkthrough within the extension. */
export const walkthroughId = 'ipu.gettingStarted';

/** The same as VS Code's command for opening one wants it: publisher, extension, walkthrough. */
export const extensionWalkthrough = `ipu-workbench.ipu-workbench#${walkthroughId}`;

/** The sample that the first step brings. */
export const firstSample = 'quick-start';

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What the picture shows, for those who do not see it. */
  readonly altText: string;
  /** The context key that says that it is done. */
  readonly doneWhen: string;
}

const button = (text: string, { id }: { readonly id: string }, argument?: string): string =>
  `[${text}](command:${id}${argument === undefined ? '' : `?${encodeURIComponent(JSON.stringify(argument))}`})`;

const steps: readonly Step[] = [
  {
    id: 'sample',
    title: 'Open the sample',
    description: `One file (*.ipu.json) says everything about a run. The sample comes with its data: a tiny BERT on 200 questions.\n${button('New Experiment from Sample', commands.newFromSample, firstSample)}`,
    altText: 'An experiment file with its fields',
    doneWhen: contextKeys.hasExperimentFiles,
  },
  {
    id: 'plan',
    title: 'Read the plan',
    description: `Before you pay for a pod: does it fit, how fast would it be, which IPU does what? The plan follows the file while you type.\n${button('Open the Plan', commands.plan)}`,
    altText: 'A plan: layers on their IPUs, memory filled in part, and a pipeline',
    doneWhen: contextKeys.hasPlanned,
  },
  {
    id: 'launch',
    title: 'Launch it',
    description: `The engine trains on this machine, without an IPU, Python or an account. In Restricted Mode trust the workspace first.\n${button('Launch Training Run', commands.launch)}\nSomething missing? ${button('IPU: Doctor', commands.doctor)} says what, and how to get it.`,
    altText: 'A process that writes a journal, which survives closing the window',
    doneWhen: contextKeys.hasRuns,
  },
  {
    id: 'watch',
    title: 'Watch it learn',
    description: `Loss, throughput and modelled IPU utilisation as they come; EM and F1 at the end, in about a minute. Closing the window stops nothing.\n${button('Open Dashboard', commands.openDashboard)}`,
    altText: 'A loss that falls step by step',
    doneWhen: contextKeys.hasCompletedRuns,
  },
  {
    id: 'compare',
    title: 'Change something and compare',
    description: `Change the learning rate in the file and see what differs from the last run; launch again, and the dashboard keeps both.\n${button('Compare with Last Run', commands.compareWithLast)}\n${button('Launch Training Run', commands.launch)}\n${button('Open Dashboard', commands.openDashboard)}`,
    altText: 'Two loss curves, one below the other',
    doneWhen: contextKeys.hasSeveralRuns,
  },
];

/** As VS Code wants it. */
export const gettingStarted = {
  id: walkthroughId,
  title: 'Get Started with IPU Workbench',
  description: 'From a sample experiment to a trained model, in five steps.',
  icon: 'media/ipu.svg',
  steps: steps.map(({ id, title, description, altText, doneWhen }) => ({
    id,
    title,
    description,
    media: { svg: `media/walkthrough/${id}.svg`, altText },
    completionEvents: [`onContext:${doneWhen}`],
  })),
};
