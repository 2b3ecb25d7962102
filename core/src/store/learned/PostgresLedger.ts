import {
  LearnedPages,
  type LearnedPage,
  type LearnedUsage,
  type LearningState,
  type LearningStep,
  seconds,
  StoreError,
  unixSeconds,
  type UsageLedger,
} from '../../model/index.ts';
import { bulkWrite, type Columns } from '../save/bulkWrite.ts';
import type { Sql } from '../sql.ts';

const DAY = 86_400;
/** Rows that one statement reads: some megabytes. */
const ROWS_PER_READ = 10_000;

interface StateRow {
  readonly format: number;
  readonly revision: number;
  readonly step: number;
  readonly since: number;
  readonly watermarks: Readonly<Record<string, number>>;
}

interface PageRow {
  readonly day: number;
  readonly subject: string;
  readonly page: string;
}

const PAGE_COLUMNS = (clusterId: string): Columns<LearnedPage> => ({
  cluster_id: ['text', () => clusterId],
  day: ['integer', ({ day }) => day / DAY],
  subject: ['text', ({ subject }) => subject],
  page: ['base64', ({ page }) => Buffer.from(page).toString('base64')],
});

/** Keeps what was learned in Postgres. A step is one transaction: its pages and its watermarks, or neither. */
export class PostgresLedger implements UsageLedger {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async load(clusterId: string): Promise<LearnedUsage> {
    for (;;) {
      const before = await readState(this.#sql, clusterId);
      if (before === undefined) return { state: null, pages: new LearnedPages(), revision: 0 };
      const pages = await readPages(this.#sql, clusterId);
      // A step that was committed meanwhile may have been read in part.
      const after = await readState(this.#sql, clusterId);
      if (after?.revision === before.revision) {
        return { state: stateOf(before), pages, revision: before.revision };
      }
    }
  }

  async commit(clusterId: string, step: LearningStep): Promise<number> {
    return this.#sql.transaction(async sql => {
      const revision = await writeState(sql, clusterId, step);
      if (step.replace)
        await sql.query('delete from greenops.learned_pages where cluster_id = $1', [clusterId]);
      await sql.query('delete from greenops.learned_pages where cluster_id = $1 and day < $2::integer', [
        clusterId,
        step.dropBefore / DAY,
      ]);
      await bulkWrite(
        sql,
        {
          table: 'greenops.learned_pages',
          conflict: '(cluster_id, day, subject) do update set page = excluded.page',
        },
        PAGE_COLUMNS(clusterId),
        step.pages,
      );
      return revision;
    });
  }
}

async function readState(sql: Sql, clusterId: string): Promise<StateRow | undefined> {
  const [row] = await sql.query<StateRow>(
    `select format, revision, step_seconds as step, extract(epoch from since)::double precision as since, watermarks
       from greenops.learned_clusters where cluster_id = $1`,
    [clusterId],
  );
  return row;
}

const stateOf = ({ format, step, since, watermarks }: StateRow): LearningState => ({
  format,
  step: seconds(step),
  since: unixSeconds(since),
  watermarks: new Map(Object.entries(watermarks).map(([family, moment]) => [family, unixSeconds(moment)])),
});

/** Moves the cluster to its next revision; the row stays locked until the step is committed. */
async function writeState(sql: Sql, clusterId: string, { state, revision }: LearningStep): Promise<number> {
  const written = await sql.query<{ revision: number }>(
    `insert into greenops.learned_clusters as old (cluster_id, format, revision, step_seconds, since, watermarks)
     values ($1, $2::integer, $3::integer + 1, $4::double precision, to_timestamp($5::double precision), $6::jsonb)
     on conflict (cluster_id) do update
        set format = excluded.format, revision = excluded.revision, step_seconds = excluded.step_seconds,
            since = excluded.since, watermarks = excluded.watermarks
      where old.revision = $3::integer
     returning revision`,
    [
      clusterId,
      state.format,
      revision,
      state.step,
      state.since,
      JSON.stringify(Object.fromEntries(state.watermarks)),
    ],
  );
  const [row] = written;
  if (row === undefined) {
    throw new StoreError(
      `what was learned of ${clusterId} has changed meanwhile: another process scans it too`,
      'let one process scan a cluster at a time; the next scan goes on from what was learned',
    );
  }
  return row.revision;
}

async function readPages(sql: Sql, clusterId: string): Promise<LearnedPages> {
  const pages = new LearnedPages();
  let last: Pick<PageRow, 'day' | 'subject'> = { day: -2_147_483_648, subject: '' };
  for (;;) {
    const rows = await sql.query<PageRow>(
      `select day, subject, encode(page, 'base64') as page from greenops.learned_pages
        where cluster_id = $1 and (day, subject) > ($2::integer, $3::text)
        order by day, subject limit $4::integer`,
      [clusterId, last.day, last.subject, ROWS_PER_READ],
    );
    for (const { day, subject, page } of rows) {
      pages.set({ subject, day: unixSeconds(day * DAY), page: bytesOf(page) });
    }
    const newest = rows.at(-1);
    if (newest === undefined || rows.length < ROWS_PER_READ) return pages;
    last = newest;
  }
}

/** In memory of its own: a piece of Buffer's pool would keep all of the pool. */
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
