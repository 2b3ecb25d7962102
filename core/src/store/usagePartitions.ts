import { dateFromUnixSeconds, type UnixSeconds, unixSeconds } from '../model/index.ts';
import type { Sql } from './sql.ts';

const WEEK_SECONDS = 7 * 86_400;
/** The first Monday of Unix time, 1970-01-05T00:00Z: weeks are counted from there. */
const FIRST_MONDAY = 4 * 86_400;
/** Weeks created before they are needed, so that a scan seldom has to. */
const WEEKS_AHEAD = 4;
/** Any number that nobody else locks; held while creating, so that replicas do not collide. */
const PARTITION_LOCK = 0x67727077;

interface Partition {
  /** `usage_hourly_20261116`: the Monday it starts on. */
  readonly name: string;
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

const isoOf = (moment: UnixSeconds): string => dateFromUnixSeconds(moment).toISOString();

/** The weeks (Monday to Monday, UTC) that cover `from` … `to`. */
export function weeklyPartitions(from: UnixSeconds, to: UnixSeconds): Partition[] {
  const firstWeek = Math.floor((from - FIRST_MONDAY) / WEEK_SECONDS);
  const lastWeek = Math.floor((to - FIRST_MONDAY) / WEEK_SECONDS);
  return Array.from({ length: Math.max(0, lastWeek - firstWeek + 1) }, (_, index) => {
    const start = unixSeconds(FIRST_MONDAY + (firstWeek + index) * WEEK_SECONDS);
    return {
      name: `usage_hourly_${isoOf(start).slice(0, 10).replaceAll('-', '')}`,
      start,
      end: unixSeconds(start + WEEK_SECONDS),
    };
  });
}

async function missingOf(sql: Sql, partitions: readonly Partition[]): Promise<Partition[]> {
  const rows = await sql.query<{ name: string }>(
    `select c.relname::text as name from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'greenops' and c.relname = any($1::text[])`,
    [partitions.map(partition => partition.name)],
  );
  const there = new Set(rows.map(row => row.name));
  return partitions.filter(partition => !there.has(partition.name));
}

/**
 * Makes sure that usage from `from` to `to`, and of the weeks to come, can be written. In a
 * transaction of its own: creating a partition locks the whole table for as long as that lasts.
 */
export async function ensureUsagePartitions(sql: Sql, from: UnixSeconds, to: UnixSeconds): Promise<void> {
  const wanted = weeklyPartitions(from, unixSeconds(to + WEEKS_AHEAD * WEEK_SECONDS));
  if ((await missingOf(sql, wanted)).length === 0) return;
  await sql.transaction(async transaction => {
    await transaction.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
    for (const { name, start, end } of await missingOf(transaction, wanted)) {
      // Names and bounds are made of digits by us; DDL takes no parameters.
      await transaction.query(
        `create table greenops.${name} partition of greenops.usage_hourly for values from ('${isoOf(start)}') to ('${isoOf(end)}')`,
      );
      await transaction.query(`revoke all on greenops.${name} from public`);
    }
  });
}
