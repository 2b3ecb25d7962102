import { isError } from '@backstage/errors';
import { StoreError } from '@greenops/core/model';

/** SQLSTATE classes in which the database is at fault, not the statement: connection, resources, operator, system, login. */
const OUTAGES: ReadonlySet<string> = new Set(['08', '28', '53', '57', '58']);

/**
 * What a statement on Backstage's pool failed with: a StoreError where the database cannot be had,
 * else the error as it is, because it is a mistake of ours.
 */
export function databaseError(error: unknown): unknown {
  if (!isError(error)) return error;
  const sqlState = typeof error['code'] === 'string' ? error['code'] : '';
  // Errors of the server carry five characters; those of sockets and of the pool a word or nothing.
  if (/^[0-9A-Z]{5}$/.test(sqlState) && !OUTAGES.has(sqlState.slice(0, 2))) return error;
  const reason = error.message === '' ? sqlState : error.message;
  return new StoreError(
    `the database of Backstage cannot be used (${reason})`,
    'see that it runs and that backend.database in app-config.yaml points at it',
    { cause: error },
  );
}
