// `ipuw plan`: what an experiment file, or a configuration given by options, would do on a pod. Modelled; nothing is launched.

import { experimentInvalid } from '../../config/errors.ts';
import { examineExperiment } from '../../config/load.ts';
import { planInputOf, type SampleCounts } from '../../config/plan-input.ts';
import type { Problem } from '../../config/problem.ts';
import { planConfiguration } from '../../engine/ipu/plan.ts';
import type { PlanInput, PlannedModel } from '../../engine/ipu/plan-input.ts';
import { suggestConfigurations } from '../../engine/ipu/search.ts';
import { countSamples } from '../../engine/run/count-samples.ts';
import type { Plan } from '../../shared/plan.ts';
import { type Input, jsonOption, type Command } from '../command.ts';
import { nothingToPlan } from '../errors.ts';
import { note, oneLine, print, printJson } from '../output.ts';
import { applyFlags, applySamples, planFlags, planInputOfFlags, readModel } from '../plan/flags.ts';
import { renderPlan } from '../plan/page.ts';
import { renderSuggestions } from '../plan/suggestions.ts';
import { readTextFile } from '../read-file.ts';

/** Plans a configuration. */
export const planCommand: Command = {
  name: 'plan',
  summary:
    'Say what an experiment file, or a configuration given by options, would do on IPUs: modelled, nothing is run.',
  arguments: [],
  optionalArgument: 'FILE',
  options: {
    best: { doc: 'Search layouts with the same global batch for the same IPUs, and show the best of them.' },
    ...jsonOption,
    'no-count': { doc: 'Do not count the sequences of the data files of FILE.' },
    ...planFlags,
  },
  notes: `Without FILE, the options alone say what is planned:
  ipuw plan --model bert-large-uncased --layers-per-ipu 3,7,7,7 --n-ipu 16 --ga 64 --offchip
With FILE, they replace its values.

The exit code is 0 when a plan could be made, also of what does not fit: the page begins with the verdict, and --json has
it in \`fits\` and \`verdict\`. It is 1 if the file cannot be read, or not what it extends, or
a value that the plan follows from; and 2 for wrong usage.`,
  async run(args) {
    const { input, name, model, problems } = await readConfiguration(args);
    const plan = planConfiguration(input);
    for (const line of describeProblems(problems, plan)) note(line);
    if (args.isSet('best')) {
      const found = suggestConfigurations(input);
      if (args.isSet('json')) printJson(found);
      else print(renderSuggestions(found, plan));
    } else if (args.isSet('json')) printJson(plan);
    else print(renderPlan(plan, { name, model, task: input.task, sequenceLength: input.sequenceLength }));
    return 0;
  },
};

interface Configuration {
  readonly input: PlanInput;
  readonly name: string;
  /** The model and its geometry in words. */
  readonly model: string;
  readonly problems: readonly { readonly place: string; readonly problem: Problem }[];
}

async function readConfiguration(args: Input): Promise<Configuration> {
  const file = args.optionalArgument();
  if (file !== undefined) return readFileConfiguration(file, args);
  const model = readModel(args);
  if (model === undefined) throw nothingToPlan();
  const input = applySamples(planInputOfFlags(model, args), { train: null, eval: null }, args);
  const name = args.requiredText('model');
  return { input, name, model: describeGeometry(name, model), problems: [] };
}

async function readFileConfiguration(file: string, args: Input): Promise<Configuration> {
  const text = await readTextFile('experiment file', file);
  const { experiment, problems, hindrances, modelNote } = await examineExperiment(text, file);
  if (hindrances.length > 0) throw experimentInvalid(file, hindrances);
  const counted = await countUnlessTold(experiment, args);
  const input = applySamples(applyFlags(planInputOf(experiment), args), counted, args);
  const model = readModel(args);
  return {
    input,
    name: experiment.name,
    model: model === undefined ? modelNote : describeGeometry(args.requiredText('model'), model),
    problems: problems.map((problem) => ({ place: `${file}:${problem.line}:${problem.column}`, problem })),
  };
}

type Experiment = Parameters<typeof planInputOf>[0];

/** The data's sequences, counted as training would; not counted if the options say how many there are. */
async function countUnlessTold(experiment: Experiment, args: Input): Promise<SampleCounts> {
  const isTold = args.isSet('samples') && (args.isSet('eval-samples') || !experiment.training.do_eval);
  if (args.isSet('no-count') || isTold) return { train: null, eval: null };
  const counts = await countSamples(experiment);
  if (counts.note !== '') note(oneLine(counts.note));
  return counts;
}

function describeGeometry(name: string, { num_hidden_layers, hidden_size }: PlannedModel): string {
  return `${name}: ${num_hidden_layers} layers × ${hidden_size}, as published`;
}

/** What the note on counting and the line on the model say, and what only a launch needs. */
const saidOtherwise = [
  'data-file-not-named',
  'train-file-missing',
  'validation-file-missing',
  'model-will-be-downloaded',
];

/** What the file's own checks say and the plan does not, a line each. */
function describeProblems(problems: Configuration['problems'], plan: Plan): string[] {
  const said = new Set([...saidOtherwise, ...plan.warnings.map(({ code }) => code)]);
  return problems
    .filter(({ problem }) => !said.has(problem.code))
    .map(({ place, problem }) => `${place}: ${problem.severity}: ${oneLine(`${problem.message} ${problem.hint}`)}`);
}
