// Second version of the tables: which runs are shown together.

/** Adds a run's group and its place in a sweep; runs that are there already have neither. */
export const groups0002 = `
ALTER TABLE runs ADD COLUMN group_name TEXT;   -- the experiment's \`group\`
ALTER TABLE runs ADD COLUMN sweep TEXT;        -- JSON: sweep.json of the run folder
`;
