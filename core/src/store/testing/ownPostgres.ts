/**
 * A program that owns an embedded Postgres until it is killed: `node ownPostgres.ts <directory>`.
 * Prints one line of JSON when the server is ready.
 */
import { startEmbeddedPostgres } from '../embedded/startEmbeddedPostgres.ts';

const { connectionString, pid } = await startEmbeddedPostgres({ directory: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ connectionString, pid })}\n`);
setInterval(() => {}, 60_000);
