// What can be wrong with a model folder.

import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../../system/errors.ts';

/** A model folder lacks a file. */
export function modelFileMissing(path: string, purpose: string): AppError {
  return new AppError(
    'model-file-missing',
    `The model folder has no ${purpose}: ${path} does not exist.`,
    'A model folder needs config.json, model.safetensors and vocab.txt. Check the path.',
  );
}

export function weightsMissing(folder: string): AppError {
  return new AppError(
    'model-file-missing',
    `The model folder ${folder} has no weights: neither model.safetensors nor pytorch_model.bin, in one file or with an index.`,
    'Copy the weights from where the model came from, or check the path.',
  );
}

/** The file is what Git LFS leaves where a large file was not fetched. */
export function onlyLfsPointer(path: string): AppError {
  return new AppError(
    'weights-not-fetched',
    `${path} is only a pointer of Git LFS, not the weights themselves.`,
    'Run git lfs pull in the model’s repository, or download the file.',
  );
}

export function indexInvalid(path: string, reason: string): AppError {
  return new AppError(
    'weights-index-invalid',
    `${path} cannot be used as the index of a model’s weights: it ${reason}.`,
    'Copy the index and its files from where the model came from, or save the model again in one file.',
  );
}

export function shardMissing(indexPath: string, shard: string): AppError {
  return new AppError(
    'shard-missing',
    `${shard} is missing, one of the files over which ${indexPath} distributes the weights.`,
    'Copy the missing file into the model folder.',
  );
}

export function shardLacksTensor(indexPath: string, shard: string, tensor: string): AppError {
  return new AppError(
    'shard-lacks-tensor',
    `${shard} lacks the tensor ${JSON.stringify(tensor.slice(0, 200))}, which ${indexPath} says is in it.`,
    'The files belong to different models or versions. Copy all of them again.',
  );
}

export function modelConfigInvalid(path: string, reason: string): AppError {
  return new AppError(
    'model-config-invalid',
    `${path} is not a BERT configuration: ${reason}.`,
    'Use the config.json of a Hugging Face BERT model (model_type "bert").',
  );
}

/** A field has a value that other programs know and the engine does not. */
export function modelConfigUnsupported(
  path: string,
  field: string,
  value: unknown,
  supported: unknown,
  remedy: string,
): AppError {
  return new AppError(
    'model-config-unsupported',
    `${path}: ${field} is ${JSON.stringify(value)?.slice(0, 100)}; the embedded engine has only ${JSON.stringify(supported)}.`,
    remedy,
  );
}

export function safetensorsInvalid(path: string, reason: string): AppError {
  return new AppError(
    'safetensors-invalid',
    `${path} is not a sound safetensors file: it ${reason}.`,
    'The file is damaged, was cut short, or is of another kind. Copy or save it again.',
  );
}

/** A file of weights cannot be read for a reason of the system; what is already an AppError, or a bug, stays what it is. */
export function weightsUnreadable(path: string, thrown: unknown): unknown {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'you may not read it',
    EISDIR: 'it is a folder',
    EIO: 'the disk reported an input/output error',
  };
  const code = systemCode(thrown);
  if (thrown instanceof AppError || code === '') return thrown;
  const reason = reasons[code] ?? (thrown as Error).message;
  return new AppError(
    'weights-unreadable',
    `The weights ${path} cannot be read: ${reason}.`,
    'Check the path and the disk.',
    {
      cause: thrown,
    },
  );
}

export function torchFileInvalid(path: string, reason: string): AppError {
  return new AppError(
    'torch-file-invalid',
    `${path} cannot be read as the weights of a PyTorch model: it ${reason}.`,
    'The file is damaged or of another kind. Copy it again, or save the model with save_pretrained(folder, safe_serialization=True).',
  );
}

/** A pickle that would run something, were it loaded by Python. */
export function pickleForbidden(path: string, global: string): AppError {
  return new AppError(
    'pickle-forbidden',
    `${path} is a pickle that asks for ${JSON.stringify(global)}, which has no business in a model’s weights. Nothing of it was run.`,
    'Loaded by Python, the file could run programs. Take model.safetensors instead, from a source that you trust.',
  );
}

export function tensorTypeUnsupported(path: string, tensor: string, dtype: string): AppError {
  return new AppError(
    'tensor-type-unsupported',
    `${path}: tensor ${JSON.stringify(tensor)} has type ${dtype}; the embedded engine reads F64, F32, F16 and BF16.`,
    'Save the model in 32-bit floats: model.float().save_pretrained(folder, safe_serialization=True).',
  );
}

export function tensorShapeWrong(
  path: string,
  tensor: string,
  actual: readonly number[],
  expected: readonly number[],
): AppError {
  return new AppError(
    'tensor-shape-wrong',
    `${path}: tensor ${tensor} has shape [${actual.join(', ')}], but config.json asks for [${expected.join(', ')}].`,
    'The weights and config.json belong to different models. Use the two files of one model.',
  );
}

export function noTensorFits(path: string): AppError {
  return new AppError(
    'no-tensor-fits',
    `${path} holds no tensor of a BERT encoder.`,
    'Use the weights of a BERT model saved by Hugging Face transformers.',
  );
}
