// Values that do not go together, files that are not there, entries without effect, and secrets.

import { experiment } from '../problem-cases.ts';
import { data, ipu, type LanguageCase, model, one, root, training, whole } from './case.ts';

/** Secrets are put together here, so that no tool takes them for real ones. */
const huggingFaceToken = `hf_${'aBcDeFgHiJkLmNoPqRsT0123456789vWxY'}`;
const awsKey = `AKIA${'Z7QWERTY2345ABCD'}`;
const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzQQQQKEYx';
const gitHubToken = `ghp_${'0123456789abcdefABCDEF0123456789abcd'}`;
const openAiKey = `sk-proj-${'abcdEFGH0123456789'.repeat(3)}`;
const wandbKey = '0123456789abcdef'.repeat(3).slice(0, 40);
const slackToken = `xoxb-${'1234567890-abcdefghij'}`;
const privateKey = '-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkq\\n-----END PRIVATE KEY-----';

/** Values that do not go together, and files that are not there. */
export const wrongTogether: readonly LanguageCase[] = [
  one('stride-not-below-length', data('"max_seq_length": 64, "doc_stride": «64»'), '"doc_stride": 21'),
  one('stride-not-below-length', data('"max_seq_length": «64»'), '"doc_stride": 21'),
  one('sequence-longer-than-positions', data('"max_seq_length": «1024»'), '"max_seq_length": 512'),
  one('heads-do-not-divide-width', model('"num_attention_heads": «11»'), '"num_attention_heads": 12'),
  one('layers-sum-wrong', ipu('"layers_per_ipu": «[3, 3, 3, 4]», "gradient_accumulation_steps": 16'), '[3, 3, 3, 3]'),
  one('layers-sum-wrong', ipu('"layers_per_ipu": «[0, 5, 5]», "gradient_accumulation_steps": 16'), '[0, 6, 6]'),
  one(
    'layers-list-length-wrong',
    ipu('"layers_per_ipu": «[4, 4, 4]», "ipus_per_replica": 2, "gradient_accumulation_steps": 16'),
    '"ipus_per_replica": 3',
  ),
  one(
    'pipeline-not-filled',
    ipu('"layers_per_ipu": [3, 3, 3, 3], "gradient_accumulation_steps": «6»'),
    '"gradient_accumulation_steps": 7',
    'warning',
  ),
  one('pipeline-not-filled', ipu('"layers_per_ipu": «[0, 4, 4, 4]»'), '"gradient_accumulation_steps": 7', 'warning'),
  one(
    'matmul-list-length-wrong',
    ipu('"layers_per_ipu": [6, 6], "gradient_accumulation_steps": 3, "matmul_proportion": «[0.1, 0.2, 0.3]»'),
    '[0.1, 0.2]',
  ),
  one('matmul-proportion-whole', ipu('"matmul_proportion": «1»'), '"matmul_proportion": [1]', 'warning'),
  one(
    'embedding-factor-does-not-divide',
    model('"vocab_size": 30522')
      .replace('"layers_per_ipu": [-1]', '"embedding_serialization_factor": «4»')
      .replace('"vocab_file": "vocab.txt", ', '"vocab_file": "words.txt", '),
    '"embedding_serialization_factor": 3',
    'warning',
    ['vocab-file-missing'],
  ),
  one('pod-idle', ipu('"n_ipu": 8, "replication_factor": «4»'), '"replication_factor": 8', 'warning'),
  one('pod-too-small', ipu('"n_ipu": 4, "replication_factor": «8»'), '"replication_factor": 4', 'warning'),
  one('pod-not-a-power-of-two', ipu('"n_ipu": «12»'), '"n_ipu": 8', 'warning'),
  one(
    'replicas-zero',
    ipu('"n_ipu": 2, "layers_per_ipu": [0, 4, 4, 4], "ipus_per_replica": «4», "gradient_accumulation_steps": 8'),
    '"n_ipu": 4',
    'warning',
  ),
  one(
    'sharding-without-replicas',
    ipu('"replicated_tensor_sharding": «true»'),
    '"replicated_tensor_sharding": false',
    'warning',
  ),
  one('embedding-splits-not-read', ipu('"serialized_embedding_splits_per_ipu": «[2]»'), '"ipu_config": { }', 'warning'),
  one(
    'embedding-splits-length-wrong',
    ipu('"serialized_embedding_splits_per_ipu": «[2, 1]»'),
    '"serialized_embedding_splits_per_ipu": [2]',
    'warning',
  ),
  one('chip-is-for-inference', whole('"plan": { "chip": «"c600"» }'), '"chip": "gc200"', 'warning'),
  one(
    'seed-zero-unset',
    ipu('"layers_per_ipu": [-1], "seed": «0»'),
    '"ipu_config": { "layers_per_ipu": [-1] }',
    'warning',
  ),
  one(
    'constant-has-no-warmup',
    training('"lr_scheduler_type": «"constant"», "warmup_steps": 5'),
    '"constant_with_warmup"',
    'warning',
  ),
  one(
    'nothing-to-do',
    experiment({ data: '"validation_file": "dev.json"', training: '"do_train": «false», "do_eval": false' }),
    '"do_eval": true',
  ),
  one(
    'data-file-not-named',
    experiment({ data: '"validation_file": "dev.json"' }).replace('"data"', '«"data"»'),
    '"do_train": false',
  ),
  one('vocab-file-not-named', experiment({ model: '' }).replace('"model"', '«"model"»'), '"vocab_file": "vocab.txt"'),
  one('vocab-file-missing', experiment({ model: '"vocab_file": «"vocap.txt"»' }), '"vocab_file": "vocab.txt"'),
  one(
    'train-file-missing',
    experiment({ data: '"train_file": «"trian.json"», "validation_file": "dev.json"' }),
    '"train_file": "train.json"',
  ),
  one(
    'train-file-missing',
    experiment({ data: '"train_file": «"squad/trian.json"», "validation_file": "dev.json"' }),
    '"train_file": "squad/train.json"',
  ),
  one(
    'validation-file-missing',
    experiment({ data: '"train_file": "train.json", "validation_file": «"devv.json"»' }),
    '"validation_file": "dev.json"',
  ),
  one(
    'train-file-missing',
    experiment({ data: '"train_file": «"nowhere/else.txt"», "validation_file": "dev.json"' }),
    null,
  ),
  one(
    'model-folder-missing',
    experiment({ model: '"model_name_or_path": «"./bertyy"»' }),
    '"model_name_or_path": "berty"',
  ),
  one(
    'geometry-ignored',
    experiment({ model: '"model_name_or_path": "berty", "hidden_size": «100»' }),
    '{ "model_name_or_path": "berty" }',
    'warning',
  ),
  one('extends-missing', whole('"extends": «"base.ipu.jsn"»'), '"extends": "base.ipu.json"'),
  one(
    'extends-missing',
    whole('"extends": ["base.ipu.json", «"Graphcore/bert-bas-ipu"»]'),
    '["base.ipu.json", "Graphcore/bert-base-ipu"]',
  ),
  one(
    'field-deprecated',
    ipu('«"pod_type": "pod16"», "replication_factor": 16'),
    '"n_ipu": 16, "replication_factor"',
    'information',
  ),
  one(
    'field-deprecated',
    ipu('"layers_per_ipu": [-1], «"pod_type": "mine"»'),
    '{ "layers_per_ipu": [-1] }',
    'information',
  ),
];

/** Entries that change nothing. */
export const withoutEffect: readonly LanguageCase[] = [
  one('field-unused', ipu('"n_ipu": 16, «"pod_type": "pod16"»'), '{ "n_ipu": 16 }', 'hint'),
  one('field-unused', training('«"warmup_ratio": 0.1», "warmup_steps": 10'), '{ "warmup_steps": 10 }', 'hint'),
  one('field-unused', training('"max_steps": 10, «"num_train_epochs": 2»'), '{ "max_steps": 10 }', 'hint'),
  one('field-unused', data('«"null_score_diff_threshold": 1»'), '"validation_file": "dev.json" }', 'hint'),
  one('field-unused', data('«"mlm_probability": 0.2»'), '"validation_file": "dev.json" }', 'hint'),
  one(
    'field-unused',
    data('«"doc_stride": 64»').replace('"runner": "embedded"', '"task": "pretraining"'),
    '"validation_file": "dev.json" }',
    'hint',
  ),
  one(
    'field-unused',
    data('/* 🤗 */ «"n_best_size": 5»').replace('"runner": "embedded"', '"task": "token-classification"'),
    '"dev.json"',
    'hint',
  ),
  one('field-unused', model('«"model_revision": "main"»'), '{ "vocab_file": "vocab.txt" }', 'hint'),
  one(
    'field-unused',
    data('«"max_eval_samples": 5»').replace('"learning_rate": 1e-3', '"do_eval": false'),
    '"validation_file": "dev.json" }',
    'hint',
  ),
  one(
    'field-unused',
    experiment({
      data: '"validation_file": "dev.json",\n\t«"train_file": "train.json"»',
      training: '"do_train": false',
    }),
    '"data": { "validation_file": "dev.json"\n',
    'hint',
  ),
  one(
    'field-unused',
    experiment({ training: '"gradient_accumulation_steps": 4', ipu: '«"gradient_accumulation_steps": 2»' }),
    '"ipu_config": { }',
    'hint',
  ),
];

/** What should not be in a file. */
export const secrets: readonly LanguageCase[] = [
  one('secret-in-file', root(`"description": "«${huggingFaceToken}»"`), '"description": ""', 'warning'),
  one('secret-in-file', root(`"description": "token: «${huggingFaceToken}»."`), '"token: ."', 'warning'),
  one('secret-in-file', `// «${huggingFaceToken}»\n${experiment({})}`, '// \n{', 'warning'),
  one('secret-in-file', `/* a\r\n🤗 «${gitHubToken}» */${experiment({})}`, '🤗  */', 'warning'),
  one('secret-in-file', whole(`"extra_args": { "hub_token": "«${huggingFaceToken}»" }`), '"hub_token": ""', 'warning'),
  one(
    'secret-in-file',
    whole(`"extra_args": { "hub_token": "«correct-horse-battery»" }`),
    '"hub_token": ""',
    'warning',
  ),
  one('secret-in-file', root(`"description": "«${awsKey}»"`), '"description": ""', 'warning'),
  one(
    'secret-in-file',
    root(`"description": "AWS_SECRET_ACCESS_KEY=«${awsSecret}»"`),
    '"AWS_SECRET_ACCESS_KEY="',
    'warning',
  ),
  one('secret-in-file', root(`"description": "«${openAiKey}»"`), '"description": ""', 'warning'),
  one('secret-in-file', root(`"description": "WANDB_API_KEY=«${wandbKey}»"`), '"WANDB_API_KEY="', 'warning'),
  one('secret-in-file', root(`"description": "«${privateKey}»"`), '"description": ""', 'warning'),
  one(
    'secret-in-file',
    root('"description": "https://me:«s3cr3t-w0rd»@host/repo.git"'),
    '"https://me:@host/repo.git"',
    'warning',
  ),
  one(
    'secret-in-file',
    root('"description": "postgres://me:«s3cr3t-w0rd»@db:5432/x"'),
    '"postgres://me:@db',
    'warning',
  ),
  one(
    'secret-in-file',
    `\uFEFF{\r\n\t"description": "«${gitHubToken}»",${experiment({}).slice(1)}`,
    '"description": ""',
    'warning',
  ),
  one('secret-in-file', root(`"description": "«${slackToken}»"`), '"description": ""', 'warning'),
];
