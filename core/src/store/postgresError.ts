import { types } from 'node:util';
import { StoreError } from '../model/index.ts';
import { errorCode } from './errorCode.ts';

/** SQLSTATE or Node's error code → what it means for the reader and what to do about it. */
const MEANINGS: Readonly<Record<string, readonly [meaning: string, cure: string]>> = {
  ECONNREFUSED: ['refuses connections', 'start it, or correct host and port of the connection string'],
  ENOTFOUND: ['has a host name that nobody knows', 'correct the host of the connection string'],
  EAI_AGAIN: ['has a host name that cannot be resolved now', 'check the name server, or correct the host'],
  ETIMEDOUT: ['does not answer', 'check the network between here and the database'],
  ECONNRESET: ['closed the connection', 'look into its log, then try again'],
  EPIPE: ['closed the connection', 'look into its log, then try again'],
  '28P01': ['refuses user or password', 'correct user and password of the connection string'],
  '28000': ['refuses this user', 'let the user in (pg_hba.conf), or use another one'],
  '3D000': ['has no such database', 'create it, or correct the name in the connection string'],
  '53300': ['has no connection left', 'raise max_connections, or lower the pool sizes of its users'],
  '57P01': ['is being shut down', 'start it again'],
  '57P03': ['is starting or stopping', 'try again in a moment'],
  '57014': ['gave up on a statement that took too long', 'look at its load, or raise the statement timeout'],
  '42501': ['does not grant this user enough', 'connect as the owner of the schema "greenops"'],
  '25006': ['is read-only', 'connect to the primary, not to a replica'],
};

function codeOf(error: Error): string {
  const code = errorCode(error);
  if (code !== undefined) return code;
  // pg reports these without a code, the last one for a statement that follows on a connection that broke.
  if (/timeout expired|timeout exceeded|connection timeout/i.test(error.message)) return 'ETIMEDOUT';
  if (/connection terminated|not queryable/i.test(error.message)) return 'ECONNRESET';
  return '';
}

/**
 * Says in people's words what a connection to `place` (`host:port/database`, no password) suffers
 * from. An error of a statement itself comes back as it is: it is a mistake of ours, not of the site.
 */
export function postgresError(error: unknown, place: string): unknown {
  // Not `instanceof`: the error may come from another realm or package copy.
  if (!types.isNativeError(error)) return error;
  const known = MEANINGS[codeOf(error)];
  if (!known) return error;
  const [meaning, cure] = known;
  // Node's AggregateError (IPv4 and IPv6 both refused) has no message of its own.
  const reason = error.message === '' ? codeOf(error) : error.message;
  return new StoreError(`Postgres at ${place} ${meaning} (${reason})`, cure, { cause: error });
}
