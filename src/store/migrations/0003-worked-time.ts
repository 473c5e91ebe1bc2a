// Third version of the tables: how long a run worked, without the time between a stop and a resume.

/** Adds the time in which a run's processes worked; of runs that are there already all time since their start counts. */
export const workedTime0003 = `
ALTER TABLE runs ADD COLUMN worked_ms REAL;    -- NULL: no process has begun yet
UPDATE runs SET worked_ms = last_event_at - started_at WHERE process IS NOT NULL;
`;
