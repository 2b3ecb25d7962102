import { connectionSql, inTransaction, type Sql } from '@greenops/core/store';
import { type Knex } from 'knex';
import { databaseError } from './databaseError.ts';

/** A connection of `pg` as knex lends it; one that is marked is closed instead of lent again. */
interface KnexConnection {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  __knex__disposed?: unknown;
}

/** The part of knex that hands out raw connections of its pool. */
interface KnexPool {
  acquireConnection(): Promise<KnexConnection>;
  releaseConnection(connection: KnexConnection): Promise<void>;
}

/** The connection's SQL; errors speak of Backstage's database. */
const onConnection = (connection: KnexConnection): Sql =>
  connectionSql(async (text, values) => {
    try {
      return (await connection.query(text, values)).rows;
    } catch (error) {
      throw databaseError(error);
    }
  });

/**
 * Plain `$1` SQL on the connections of Backstage's own pool, so that the store works in the database,
 * schema and role that Backstage's Database service chose for the plugin, and adds no connections.
 */
export class KnexSql implements Sql {
  readonly #pool: KnexPool;

  /** @param knex a client of Backstage's Database service that talks to Postgres */
  constructor(knex: Knex) {
    this.#pool = knex.client;
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#lend(connection => onConnection(connection).query<Row>(text, values));
  }

  async transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#lend(connection =>
      inTransaction(onConnection(connection), run, reason => {
        connection.__knex__disposed = reason;
      }),
    );
  }

  /** Does nothing: the pool is Backstage's, which closes it. */
  async close(): Promise<void> {}

  async #lend<T>(run: (connection: KnexConnection) => Promise<T>): Promise<T> {
    const connection = await this.#pool.acquireConnection().catch((error: unknown) => {
      throw databaseError(error);
    });
    try {
      return await run(connection);
    } finally {
      await this.#pool.releaseConnection(connection);
    }
  }
}
