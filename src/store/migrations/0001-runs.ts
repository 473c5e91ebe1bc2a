// First version of the tables: one row for each run with everything a list shows, and the events that need rows of their own.

/** Creates the tables of version 1. A null value of a point or a result is NaN, which SQLite cannot hold. */
export const runs0001 = `
CREATE TABLE runs (
  run_key INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,            -- grows with every change of any run: "what changed since"
  name TEXT NOT NULL,
  experiment TEXT,                      -- experiment.json as found
  created_at REAL NOT NULL,             -- of the run folder
  started_at REAL,                      -- of the first event
  last_event_at REAL,
  state TEXT NOT NULL,                  -- as the journal says
  lost INTEGER NOT NULL,                -- 1: an observer found its process gone, and no event came since
  step INTEGER NOT NULL,
  points INTEGER NOT NULL,
  latest TEXT NOT NULL,                 -- JSON from here on
  results TEXT NOT NULL,
  progress TEXT,
  error TEXT,
  process TEXT,
  ipu_source TEXT,
  byte_offset INTEGER NOT NULL,         -- where to read on in the journal
  next_line INTEGER NOT NULL,
  next_n INTEGER NOT NULL,
  unreadable_lines INTEGER NOT NULL,
  tail BLOB NOT NULL                    -- last bytes read, to notice a replaced journal
) STRICT;
CREATE INDEX runs_by_revision ON runs (revision);

CREATE TABLE series (
  series_key INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  name TEXT NOT NULL,
  of_device INTEGER NOT NULL,           -- 1: from ipu events
  UNIQUE (run_key, name)
) STRICT;

CREATE TABLE points (
  series_key INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  step INTEGER NOT NULL,
  value ANY,                            -- ANY, not REAL: REAL would store -0.0 as 0
  PRIMARY KEY (series_key, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  path TEXT NOT NULL,
  step INTEGER NOT NULL,
  PRIMARY KEY (run_key, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  n INTEGER NOT NULL,
  time REAL NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (run_key, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE bad_lines (
  run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run_key, line)
) STRICT, WITHOUT ROWID;
`;
