// What an experiment file is called, and that VS Code treats it as JSON with comments.

export const experimentFileSuffix = '.ipu.json';

/** Finds every experiment file of a workspace. */
export const experimentFileGlob = `**/*${experimentFileSuffix}`;

/** When-clause: the resource is an experiment file. */
export const isExperimentFile = 'resourceFilename =~ /\\.ipu\\.json$/';

/** JSON with comments and trailing commas. */
export const experimentLanguage = { id: 'jsonc', filenamePatterns: [`*${experimentFileSuffix}`] } as const;

/** Completion, hover and validation by JSON Schema. */
export const experimentValidation = {
  fileMatch: `*${experimentFileSuffix}`,
  url: './schemas/experiment.schema.json',
} as const;
