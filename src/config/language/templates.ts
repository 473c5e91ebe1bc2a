// Whole experiments and sections to begin from, with blanks for what one has to name. Values of the model cards are those of
// samples/. How they become text is snippets.ts's business.

/** A text or a number to fill in, with what stands there at first. */
export interface Blank {
  readonly blank: string | number;
}

/** Values of a template: JSON with blanks. */
export type TemplateValue = string | number | boolean | Blank | readonly TemplateValue[] | TemplateObject;
export interface TemplateObject {
  readonly [name: string]: TemplateValue;
}

export interface Template {
  readonly label: string;
  readonly detail: string;
  /** Markdown: where its values come from. */
  readonly documentation: string;
  readonly values: TemplateObject;
}

const blank = (value: string | number): Blank => ({ blank: value });

const squad = {
  dataset_name: 'squad',
  train_file: blank('squad/train-v1.1.json'),
  validation_file: blank('squad/dev-v1.1.json'),
  max_seq_length: 384,
  doc_stride: 128,
  pad_to_max_length: true,
};

const baseLayout = {
  ipu_config_name: 'Graphcore/bert-base-ipu',
  pod_type: 'pod16',
  layers_per_ipu: [0, 4, 4, 4],
  ipus_per_replica: 4,
  replication_factor: 4,
  gradient_accumulation_steps: 16,
  device_iterations: 2,
  inference_device_iterations: 4,
  inference_replication_factor: 4,
  matmul_proportion: 0.25,
  embedding_serialization_factor: 2,
  optimizer_state_offchip: false,
  replicated_tensor_sharding: true,
  recompute_checkpoint_every_layer: true,
};

const startAgain =
  'It starts from `Graphcore/bert-base-uncased`: a folder of that name beside the file, or the Hub’s, downloaded when the run starts.';

/** BERT-base on 4 IPUs, four copies, as fine-tuning on other tasks takes it. */
function fineTuned(task: string, what: string, data: TemplateObject, training: TemplateObject): Template {
  return {
    label: `Experiment: ${task.replaceAll('-', ' ')}`,
    detail: `BERT-base, ${what}`,
    documentation: `Fine-tuning of BERT-base for ${task.replaceAll('-', ' ')}: ${what}. Learning rate and epochs are those of the BERT paper, the layout is that of Graphcore/bert-base-ipu. ${startAgain}`,
    values: {
      description: blank(`BERT-base: ${what}.`),
      task,
      model: { model_name_or_path: blank('Graphcore/bert-base-uncased') },
      data,
      training: {
        num_train_epochs: 3,
        per_device_train_batch_size: 1,
        per_device_eval_batch_size: 1,
        learning_rate: 3e-5,
        warmup_ratio: 0.1,
        ...training,
      },
      ipu_config: {
        n_ipu: 16,
        layers_per_ipu: [0, 4, 4, 4],
        gradient_accumulation_steps: 8,
        matmul_proportion: 0.25,
        embedding_serialization_factor: 2,
      },
    },
  };
}

/** Whole experiments, the model cards first. */
export const experimentTemplates: readonly Template[] = [
  {
    label: 'Experiment: BERT-base on SQuAD, model card',
    detail: '16 IPUs, exact match 81.8, F1 88.8',
    documentation: `Graphcore/bert-base-uncased-squad as its model card runs it: 128 sequences for each weight update, learning rate 9e-5 (its list of hyper-parameters says 6e-5). ${startAgain}`,
    values: {
      description: blank('Graphcore/bert-base-uncased-squad as its model card runs it.'),
      task: 'question-answering',
      model: { model_name_or_path: blank('Graphcore/bert-base-uncased') },
      data: squad,
      training: {
        num_train_epochs: 3,
        per_device_train_batch_size: 2,
        per_device_eval_batch_size: 2,
        gradient_accumulation_steps: 16,
        learning_rate: 9e-5,
        warmup_ratio: 0.2,
        weight_decay: 0.01,
        max_grad_norm: 0,
        loss_scaling: 64,
        save_steps: 50,
        dataloader_num_workers: 64,
      },
      ipu_config: baseLayout,
    },
  },
  {
    label: 'Experiment: BERT-large on SQuAD, model card',
    detail: '16 IPUs, exact match 84.5, F1 91.1',
    documentation:
      'Graphcore/bert-large-uncased-squad, whose model card breaks off before the hyper-parameters: they are those of the run that Graphcore published for the same model and machine. It starts from `Graphcore/bert-large-uncased`: a folder of that name beside the file, or the Hub’s.',
    values: {
      description: blank('BERT-large on SQuAD on 16 IPUs, Graphcore’s published run.'),
      task: 'question-answering',
      model: { model_name_or_path: blank('Graphcore/bert-large-uncased') },
      data: squad,
      training: {
        num_train_epochs: 2,
        per_device_train_batch_size: 1,
        per_device_eval_batch_size: 2,
        gradient_accumulation_steps: 64,
        learning_rate: 2e-4,
        max_grad_norm: 0,
        logging_steps: 25,
        save_steps: 300,
        dataloader_num_workers: 32,
      },
      ipu_config: {
        ipu_config_name: 'Graphcore/bert-large-ipu',
        pod_type: 'pod16',
        layers_per_ipu: [3, 7, 7, 7],
        ipus_per_replica: 4,
        replication_factor: 4,
        inference_device_iterations: 4,
        inference_replication_factor: 4,
        matmul_proportion: [0.15, 0.18, 0.2, 0.25],
        embedding_serialization_factor: 2,
        optimizer_state_offchip: true,
        replicated_tensor_sharding: true,
        recompute_checkpoint_every_layer: true,
      },
    },
  },
  fineTuned(
    'sequence-classification',
    'a label for each text',
    { train_file: blank('glue/train.tsv'), validation_file: blank('glue/dev.tsv'), max_seq_length: 128 },
    {},
  ),
  fineTuned(
    'token-classification',
    'a tag for each word',
    { train_file: blank('conll2003/train.txt'), validation_file: blank('conll2003/valid.txt'), max_seq_length: 128 },
    {},
  ),
  fineTuned(
    'multiple-choice',
    'the right ending of several',
    { train_file: blank('swag/train.csv'), validation_file: blank('swag/val.csv'), max_seq_length: 128 },
    {},
  ),
  {
    label: 'Experiment: pretraining',
    detail: 'BERT-base from random weights, first phase at 128 tokens',
    documentation:
      'Masked words and next sentences, from random weights: 65,536 sequences for each weight update, LAMB at 0.006, 7,038 updates, as Graphcore pre-trains BERT-base in its first phase on a POD16.',
    values: {
      description: blank('BERT-base from random weights, first phase.'),
      task: 'pretraining',
      model: { vocab_file: blank('vocab.txt') },
      data: {
        train_file: blank('corpus/train.txt'),
        validation_file: blank('corpus/dev.txt'),
        max_seq_length: 128,
        max_predictions_per_seq: 20,
      },
      training: {
        max_steps: 7038,
        per_device_train_batch_size: 32,
        learning_rate: 6e-3,
        lamb_no_bias_correction: true,
        loss_scaling: 16384,
      },
      ipu_config: {
        n_ipu: 16,
        layers_per_ipu: [0, 4, 4, 4],
        gradient_accumulation_steps: 512,
        matmul_proportion: 0.25,
        embedding_serialization_factor: 2,
        replicated_tensor_sharding: true,
        recompute_checkpoint_every_layer: true,
      },
    },
  },
  {
    label: 'Experiment: evaluate a model, no training',
    detail: 'question answering on SQuAD, inference only',
    documentation: 'Evaluates a fine-tuned model on SQuAD and trains nothing; a plan of it is one for inference.',
    values: {
      description: blank('A fine-tuned model on SQuAD, evaluated.'),
      task: 'question-answering',
      model: { model_name_or_path: blank('Graphcore/bert-base-uncased-squad') },
      data: { validation_file: blank('squad/dev-v1.1.json'), max_seq_length: 384, doc_stride: 128 },
      training: { do_train: false, do_eval: true, per_device_eval_batch_size: 2 },
      ipu_config: { n_ipu: 4, layers_per_ipu: [6, 6], inference_device_iterations: 4 },
    },
  },
];

/** What each section usually has. */
export const sectionTemplates: Readonly<Record<string, TemplateObject>> = {
  model: { model_name_or_path: blank('Graphcore/bert-base-uncased') },
  data: {
    train_file: blank('squad/train-v1.1.json'),
    validation_file: blank('squad/dev-v1.1.json'),
    max_seq_length: blank(384),
  },
  training: {
    num_train_epochs: blank(3),
    learning_rate: blank(5e-5),
    warmup_ratio: blank(0.1),
    per_device_train_batch_size: blank(1),
    per_device_eval_batch_size: blank(1),
  },
  ipu_config: { n_ipu: blank(16), layers_per_ipu: [-1], gradient_accumulation_steps: blank(16) },
  plan: { chip: blank('gc200') },
  sweep: { method: 'grid', parameters: { 'training.learning_rate': [blank(3e-5), blank(6e-5), blank(9e-5)] } },
};
