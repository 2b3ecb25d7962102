/**
 * All that the store asks of a database connection, so that it runs on a `pg` pool of its own
 * ({@link openPostgres}) as well as on a client that somebody else holds, such as Backstage's knex.
 *
 * @remarks Statements carry `$1` placeholders and plain values (text, numbers, booleans, null and
 * arrays of these). They cast what they select to `integer`, `double precision`, `text` or `jsonb`:
 * how `bigint`, `numeric` and times arrive differs from holder to holder.
 */
export interface Sql {
  /**
   * Runs one statement and answers its rows. Without `values` the text may hold several statements
   * (a migration file), and then nothing useful is answered.
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs everything that `run` asks of its own `sql` in one transaction; an error rolls all of it back. */
  transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T>;
  /** Gives back what this object opened; a borrowed connection is left alone. */
  close(): Promise<void>;
}
