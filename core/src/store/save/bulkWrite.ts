import type { Sql } from '../sql.ts';

/** Rows a statement takes at once: more is hardly faster, and costs memory on both sides. */
const ROWS_PER_STATEMENT = 5000;

/** A column to write: its Postgres type and where its value comes from. `jsonb` takes JSON text, `base64` is bytes as text. */
export type Column<Row> = readonly [
  type: 'text' | 'integer' | 'double precision' | 'boolean' | 'jsonb' | 'unix seconds' | 'base64',
  value: (row: Row) => string | number | boolean | null,
];

export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

type ColumnType = Column<never>[0];

/** How values travel where that is not as themselves: the text form of a moment would depend on the session's settings. */
const TRAVELS_AS: Partial<Record<ColumnType, string>> = {
  'unix seconds': 'double precision',
  base64: 'text',
};

function arrived(name: string, type: ColumnType): string {
  if (type === 'unix seconds') return `to_timestamp(${name})`;
  return type === 'base64' ? `decode(${name}, 'base64')` : name;
}

/**
 * Writes rows by `insert … select … from unnest(arrays) on conflict …`: one parameter per column
 * whatever the number of rows, no prepared statement that a pooler could lose, and safe to repeat.
 *
 * @param target table and what follows the rows: `on conflict`, `returning`
 */
export async function bulkWrite<Row, Returned extends object = never>(
  sql: Sql,
  target: { readonly table: string; readonly conflict: string; readonly returning?: string },
  columns: Columns<Row>,
  rows: Iterable<Row>,
): Promise<Returned[]> {
  const entries = Object.entries(columns);
  const names = entries.map(([name]) => name).join(', ');
  const selected = entries.map(([name, [type]]) => arrived(name, type)).join(', ');
  const arrays = entries
    .map(([, [type]], index) => `$${index + 1}::${TRAVELS_AS[type] ?? type}[]`)
    .join(', ');
  const text = `insert into ${target.table} (${names}) select ${selected} from unnest(${arrays}) as new (${names})
    on conflict ${target.conflict} ${target.returning ? `returning ${target.returning}` : ''}`;
  const returned: Returned[] = [];
  const write = async (batch: readonly Row[]): Promise<void> => {
    const values = entries.map(([, [, value]]) => batch.map(value));
    for (const row of await sql.query<Returned>(text, values)) returned.push(row);
  };
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === ROWS_PER_STATEMENT) {
      await write(batch);
      batch = [];
    }
  }
  if (batch.length > 0) await write(batch);
  return returned;
}

/** `on conflict` action that takes every given column from the new row. */
export const replaceColumns = (names: readonly string[]): string =>
  `do update set ${names.map(name => `${name} = excluded.${name}`).join(', ')}`;
