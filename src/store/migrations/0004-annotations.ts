// Fourth version of the tables: what the user says of runs, what imported runs were read from, and what of a run's curves a list shows.

/** Adds annotations, import source and ranges, and a revision that does not fall when the newest run is removed. */
export const annotations0004 = `
ALTER TABLE runs ADD COLUMN annotations TEXT;        -- JSON: annotations.json of the run folder, as far as it could be read
ALTER TABLE runs ADD COLUMN annotations_stamp TEXT;  -- tells whether that file is still the one that was read; NULL: there was none
ALTER TABLE runs ADD COLUMN imported TEXT;           -- the source in imported.json
ALTER TABLE runs ADD COLUMN ranges TEXT NOT NULL DEFAULT '{}';  -- JSON: least and greatest finite value of each metric

CREATE TABLE revision (last INTEGER NOT NULL) STRICT;  -- one row
INSERT INTO revision SELECT coalesce(max(revision), 0) FROM runs;
`;
