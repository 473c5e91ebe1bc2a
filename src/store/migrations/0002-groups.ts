// Second version of the tables: which runs are shown together, and which file they were launched from.

/** Adds a run's group, its place in a sweep and its experiment file; runs that are there already have none of them. */
export const groups0002 = `
ALTER TABLE runs ADD COLUMN group_name TEXT;   -- the experiment's \`group\`
ALTER TABLE runs ADD COLUMN sweep TEXT;        -- JSON: sweep.json of the run folder
ALTER TABLE runs ADD COLUMN source TEXT;       -- the experiment file, as environment.json has it
`;
