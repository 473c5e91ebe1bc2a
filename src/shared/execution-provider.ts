// What can compute a training step: the execution providers of ONNX Runtime that the engine knows.

/** Execution providers under ONNX Runtime's names. Which of them a machine has is found out when a run starts. */
export const executionProviders = ['cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const;

export type ExecutionProvider = (typeof executionProviders)[number];
