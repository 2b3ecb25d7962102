/** Oldest major version of Postgres that the schema runs on. */
export const OLDEST_MAJOR = 15;
