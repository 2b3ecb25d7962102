import { type Sql } from '@greenops/core/store';
import { type Knex } from 'knex';
import { ConnectionSql, type PgConnection } from './ConnectionSql.ts';
import { databaseError } from './databaseError.ts';

/** A connection as knex lends it; one that is marked is closed instead of lent again. */
type KnexConnection = PgConnection & { __knex__disposed?: unknown };

/** The part of knex that hands out raw connections of its pool. */
interface KnexPool {
  acquireConnection(): Promise<KnexConnection>;
  releaseConnection(connection: KnexConnection): Promise<void>;
}

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
    return this.#lend(connection => new ConnectionSql(connection).query<Row>(text, values));
  }

  async transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#lend(async connection => {
      const sql = new ConnectionSql(connection);
      try {
        await sql.query('begin');
        const result = await run(sql);
        await sql.query('commit');
        return result;
      } catch (error) {
        await sql.query('rollback').catch((broken: unknown) => {
          connection.__knex__disposed = broken;
        });
        throw error;
      }
    });
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
