// Fixes of rules across fields and of files that are not there, by the code of the diagnostic.

import {
  type Candidate,
  choose,
  type Fixer,
  meantIn,
  meantValue,
  preferFirst,
  removeEntry,
  replaceAt,
  setFields,
} from './candidate.ts';
import {
  factorWrong,
  headsWrong,
  layersWrong,
  pipelineNotFilled,
  podWrong,
  proportionWrong,
  replicasWrong,
  splitsWrong,
  stepTooLarge,
} from './layout.ts';
import {
  deprecatedField,
  flagName,
  namedTwice,
  renamedField,
  sectionNotAnObject,
  unknownName,
  uselessEntry,
} from './names.ts';
import { syntaxFault } from './syntax.ts';
import { wrongValue } from './values.ts';

/** Sets a field to one of these values, the first being the likeliest; null takes it out. */
function chooseOf(field: string, ...values: unknown[]): Fixer {
  return (input) => preferFirst(choose(input, field, values));
}

/** The path that the hint proposes, which is there. */
const missingPath: Fixer = (input) => meantValue(input, meantIn(input.diagnostic.hint));

/** What is to be done without data is not done. */
const fileNotNamed: Fixer = (input) => {
  const { training } = input.experiment;
  const passes = (['do_train', 'do_eval', 'eval_on_train'] as const).filter((name) => training[name]);
  return passes.flatMap((name) => choose(input, `training.${name}`, [false]));
};

const strideTooLong: Fixer = (input) => {
  const { max_seq_length: length } = input.experiment.data;
  return preferFirst(choose(input, 'data.doc_stride', [Math.floor(length / 3)]));
};

const sequenceTooLong: Fixer = (input) => {
  const { data, model } = input.experiment;
  const positions = model.max_position_embeddings;
  const title = `Set \`max_seq_length\` to ${positions}`;
  const shorter = [
    { field: 'data.max_seq_length', value: positions },
    ...(data.doc_stride < positions ? [] : [{ field: 'data.doc_stride', value: Math.floor(positions / 3) }]),
  ];
  const longer =
    model.model_name_or_path === null ? choose(input, 'model.max_position_embeddings', [data.max_seq_length]) : [];
  return preferFirst([...setFields(input, title, shorter), ...longer]);
};

const warmupOfConstant: Fixer = (input) => [
  ...preferFirst(choose(input, 'training.lr_scheduler_type', ['constant_with_warmup'])),
  ...choose(input, input.experiment.training.warmup_steps > 0 ? 'training.warmup_steps' : 'training.warmup_ratio', [
    null,
  ]),
];

const notInVersion: Fixer = (input) => [...uselessEntry(input), ...choose(input, 'plan.optimum_graphcore', ['0.6.1'])];

/** The secret alone goes: what is around it stays, so that one sees where another one has to be read from. */
const secretInFile: Fixer = (input) => {
  const { diagnostic, nodes } = input;
  const { offset, length } = diagnostic;
  const candidates: Candidate[] = [
    replaceAt({ offset, length }, 'Remove the secret; if it was shared, have it revoked as well', ''),
  ];
  const entry = nodes.around(diagnostic);
  const isWhole =
    entry?.value.type === 'string' && entry.value.offset + 1 === offset && entry.value.length - 2 === length;
  return preferFirst(isWhole ? [...candidates, removeEntry(input, entry)] : candidates);
};

/** Which fixer mends which diagnostic. */
const fixers: Readonly<Record<string, Fixer>> = {
  'json-syntax': syntaxFault,
  'unknown-name': unknownName,
  'field-renamed': renamedField,
  'field-deprecated': deprecatedField,
  'field-unused': uselessEntry,
  'field-under-extra-args': uselessEntry,
  'geometry-ignored': uselessEntry,
  'name-given-twice': namedTwice,
  'section-not-an-object': sectionNotAnObject,
  'value-not-a-flag': flagName,
  'value-wrong-type': wrongValue,
  'value-not-whole': wrongValue,
  'value-out-of-range': wrongValue,
  'value-not-a-choice': wrongValue,
  'value-empty': wrongValue,
  'value-not-a-path': wrongValue,
  'secret-in-file': secretInFile,
  'nothing-to-do': (input) => [
    ...choose(input, 'training.do_train', [true]),
    ...choose(input, 'training.do_eval', [true]),
  ],
  'vocab-file-not-named': chooseOf('model.vocab_file', 'vocab.txt'),
  'data-file-not-named': fileNotNamed,
  'stride-not-below-length': strideTooLong,
  'constant-has-no-warmup': warmupOfConstant,
  'sequence-longer-than-positions': sequenceTooLong,
  'heads-do-not-divide-width': headsWrong,
  'layers-sum-wrong': layersWrong,
  'layers-list-length-wrong': layersWrong,
  'layers-entry-wrong': layersWrong,
  'pipeline-too-long': layersWrong,
  'wildcard-unknown': layersWrong,
  'pipeline-not-filled': pipelineNotFilled,
  'replicas-zero': replicasWrong,
  'pod-too-small': replicasWrong,
  'pod-idle': replicasWrong,
  'pod-not-a-multiple': replicasWrong,
  'pod-not-a-power-of-two': podWrong,
  'matmul-list-length-wrong': proportionWrong,
  'matmul-proportion-whole': proportionWrong,
  'embedding-factor-does-not-divide': factorWrong,
  'projection-factor-does-not-divide': factorWrong,
  'sharding-without-replicas': chooseOf('ipu_config.replicated_tensor_sharding', false),
  'chip-is-for-inference': chooseOf('plan.chip', 'gc200', 'bow'),
  'field-not-in-version': notInVersion,
  'seed-zero-unset': chooseOf('ipu_config.seed', null, 42),
  'model-revision-broken': chooseOf('model.model_revision', null),
  'dataset-smaller-than-step': stepTooLarge,
};

/** The fixer for diagnostics of this code. */
export function fixerOf(code: string): Fixer {
  if (Object.hasOwn(fixers, code)) return fixers[code]!;
  if (/^(?:embedding|projection)-splits-/.test(code)) return splitsWrong;
  // Whatever else is not there: its hint says what was meant, if anything near it is.
  return missingPath;
}
