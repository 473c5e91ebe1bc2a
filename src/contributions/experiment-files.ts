// What an experiment file is called, and that VS Code treats it as JSON with comments.

export const experimentFileSuffix = '.ipu.json';

/** Finds every experiment file of a workspace. */
export const experimentFileGlob = `**/*${experimentFileSuffix}`;

/** The scheme of experiments that can be read but lie in no file. */
export const experimentScheme = 'ipu-experiment';

/** When-clause: the resource is an experiment file, and one that can be launched. */
export const isExperimentFile = `resourceFilename =~ /\\.ipu\\.json$/ && resourceScheme != ${experimentScheme}`;

/** JSON with comments and trailing commas. */
export const experimentLanguage = { id: 'jsonc', filenamePatterns: [`*${experimentFileSuffix}`] } as const;

/** Names, values and texts for VS Code's own completion and hover; what is wrong in the file is said by our diagnostics. */
export const experimentValidation = {
  fileMatch: `*${experimentFileSuffix}`,
  url: './schemas/experiment.editor.json',
} as const;

/** Completion, hover and validation of optimum-graphcore's own files. */
export const ipuConfigValidation = {
  fileMatch: 'ipu_config.json',
  url: './schemas/ipu_config.schema.json',
} as const;
