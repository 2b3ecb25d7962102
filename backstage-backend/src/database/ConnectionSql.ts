import { type Sql } from '@greenops/core/store';
import { databaseError } from './databaseError.ts';

/** The part of a `pg` client that is used here. */
export interface PgConnection {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
}

/** SQL inside an open transaction on one connection; a transaction in it is a savepoint. */
export class ConnectionSql implements Sql {
  readonly #connection: PgConnection;
  #savepoints = 0;

  constructor(connection: PgConnection) {
    this.#connection = connection;
  }

  async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    try {
      // The statement's author says what its rows look like; nothing at run time could know better.
      return (await this.#connection.query(text, values)).rows as Row[];
    } catch (error) {
      throw databaseError(error);
    }
  }

  async transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T> {
    const savepoint = `greenops_${(this.#savepoints += 1)}`;
    await this.query(`savepoint ${savepoint}`);
    try {
      const result = await run(this);
      await this.query(`release savepoint ${savepoint}`);
      return result;
    } catch (error) {
      await this.query(`rollback to savepoint ${savepoint}`);
      throw error;
    }
  }

  /** Does nothing: the connection is borrowed. */
  async close(): Promise<void> {}
}
