import pg from 'pg';
import { StoreError } from '../model/index.ts';
import { connectionSql, inTransaction } from './connectionSql.ts';
import { postgresError } from './postgresError.ts';
import type { Sql } from './sql.ts';

/** Port on which Supabase's pooler lends a connection for one transaction only. */
const TRANSACTION_POOLER_PORT = '6543';

export interface PostgresOptions {
  /** Connections held at most; default 8. */
  readonly maxConnections?: number;
  /** Longest a single statement may take, in seconds; default 60. */
  readonly statementTimeoutSeconds?: number;
  /** Longest to wait for a connection, in seconds; default 10. */
  readonly connectTimeoutSeconds?: number;
}

function parseTarget(connectionString: string): URL {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    // The text is not repeated: it may hold a password.
    throw new StoreError(
      'the connection string is not a Postgres URL',
      'write it as postgresql://user:password@host:5432/database',
    );
  }
  if (url.port === TRANSACTION_POOLER_PORT) {
    throw new StoreError(
      `the connection string points at port ${TRANSACTION_POOLER_PORT} of ${url.hostname}, a transaction-mode pooler, which loses settings and locks between statements`,
      'use the direct connection or the session-mode pooler, port 5432',
    );
  }
  return url;
}

/** The connection's SQL; errors name the place. */
const onClient = (client: pg.ClientBase, place: string): Sql =>
  connectionSql(async (text, values) => {
    try {
      return (await client.query(text, values && [...values])).rows;
    } catch (error) {
      throw postgresError(error, place);
    }
  });

/**
 * A pool of connections to the Postgres at `connectionString`. Nothing is opened before the first
 * statement.
 *
 * @throws StoreError for a string that cannot work; each statement throws StoreError where the
 * database cannot be reached, refuses us or takes too long.
 */
export function openPostgres(connectionString: string, options: PostgresOptions = {}): Sql {
  const url = parseTarget(connectionString);
  const place = `${url.hostname || 'localhost'}:${url.port || '5432'}${url.pathname}`;
  const timeout = Math.round((options.statementTimeoutSeconds ?? 60) * 1000);
  const pool = new pg.Pool({
    connectionString,
    application_name: 'greenops',
    max: options.maxConnections ?? 8,
    connectionTimeoutMillis: (options.connectTimeoutSeconds ?? 10) * 1000,
    keepAlive: true,
    // Not as a start-up parameter, which poolers refuse.
    onConnect: async client => {
      // A lent connection that breaks fails its statement; unheard, the event would end the process too.
      client.on('error', () => {});
      await client.query(`set statement_timeout = ${timeout}`);
    },
  });
  // An idle connection broke. The pool has dropped it; the next statement opens another, and reports if that fails.
  pool.on('error', () => {});

  let closing: Promise<void> | undefined;
  const connect = async (): Promise<pg.PoolClient> => {
    try {
      return await pool.connect();
    } catch (error) {
      throw postgresError(error, place);
    }
  };
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      const client = await connect();
      let broken = false;
      try {
        return await onClient(client, place).query<Row>(text, values);
      } catch (error) {
        // The trouble may be the connection's: it is not worth lending again.
        broken = error instanceof StoreError;
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async transaction(run) {
      const client = await connect();
      let broken: unknown;
      try {
        return await inTransaction(onClient(client, place), run, reason => {
          broken = reason;
        });
      } finally {
        // A connection that cannot even roll back is closed instead of lent again.
        client.release(broken !== undefined);
      }
    },
    close() {
      return (closing ??= pool.end());
    },
  };
}
