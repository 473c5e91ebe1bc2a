// Fifth version of the tables: points with their wall time, older ones of a curve packed as columns, so that a curve of a million
// points is read in the time of a picture. The points that are there have no time: every journal is read again from its start.

/** Replaces the tables of series and points. A journal whose remembered tail does not fit counts as replaced, and is read anew. */
export const columns0005 = `
DROP TABLE points;
DROP TABLE series;
CREATE TABLE series (
  series_key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: readers remember what they have read of a series
  run_key INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  name TEXT NOT NULL,
  of_device INTEGER NOT NULL,           -- 0: from metrics, 1: from ipu events, 2: from host events
  rewritten INTEGER NOT NULL,           -- grows when anything but points after the last one is written
  last_step INTEGER NOT NULL,           -- -1: none yet
  recent INTEGER NOT NULL,              -- points in recent_points
  low REAL,                             -- least and greatest finite value; NULL: none
  high REAL,
  UNIQUE (run_key, name)
) STRICT;

CREATE TABLE chunks (                   -- points before those of recent_points
  series_key INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  first_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  count INTEGER NOT NULL,
  low REAL,
  high REAL,
  vals BLOB NOT NULL,                   -- float64, little-endian, as all columns
  steps BLOB NOT NULL,                  -- uint32 after first_step, or float64 where that does not hold them
  time_base REAL NOT NULL,              -- milliseconds since 1970
  times BLOB NOT NULL                   -- uint32 after time_base, or float64
) STRICT;
CREATE UNIQUE INDEX chunks_by_step ON chunks (series_key, first_step);

CREATE TABLE recent_points (            -- a null value is NaN
  series_key INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  step INTEGER NOT NULL,
  value ANY,                            -- ANY, not REAL: REAL would store -0.0 as 0
  time REAL NOT NULL,
  PRIMARY KEY (series_key, step)
) STRICT, WITHOUT ROWID;

UPDATE runs SET byte_offset = 0, next_line = 1, next_n = 0, unreadable_lines = 0, tail = x'00';
`;
