import type { Sql } from './sql.ts';

/** Runs one statement on a connection and answers its rows, with errors told as the caller wants them told. */
export type RunStatement = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

/**
 * SQL on one borrowed connection. A transaction on it is a savepoint: the connection's own transaction
 * is begun by {@link inTransaction}. Closing it does nothing, because whoever lent it takes it back.
 */
export function connectionSql(run: RunStatement): Sql {
  let savepoints = 0;
  const sql: Sql = {
    // The statement's author says what its rows look like; nothing at run time could know better.
    query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
      (await run(text, values)) as Row[],
    async transaction(inside) {
      const name = `greenops_${(savepoints += 1)}`;
      await sql.query(`savepoint ${name}`);
      try {
        const result = await inside(sql);
        await sql.query(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await sql.query(`rollback to savepoint ${name}`);
        throw error;
      }
    },
    async close() {},
  };
  return sql;
}

/**
 * Runs `inside` in a transaction of its own on a connection; an error rolls all of it back.
 *
 * @param onBroken told why when not even that worked: the connection is not worth lending again
 */
export async function inTransaction<T>(
  sql: Sql,
  inside: (sql: Sql) => Promise<T>,
  onBroken: (reason: unknown) => void,
): Promise<T> {
  try {
    await sql.query('begin');
    const result = await inside(sql);
    await sql.query('commit');
    return result;
  } catch (error) {
    await sql.query('rollback').catch(onBroken);
    throw error;
  }
}
