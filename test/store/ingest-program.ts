// A second process for the tests: ingests every run of a runs folder into a database, as another window would.

import { openDatabase } from '../../src/store/open.ts';
import { ingestAll } from './fixture.ts';

const [databaseFile, runsFolder] = process.argv.slice(2);
if (databaseFile === undefined || runsFolder === undefined) throw new Error('Usage: ingest-program DATABASE RUNS');
const { db } = await openDatabase(databaseFile);
await ingestAll(db, runsFolder);
db.close();
