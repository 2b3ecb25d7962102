import type { ContainerUsage, HourlyUsage, Observation, Scan } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { bulkWrite, type Columns } from './bulkWrite.ts';
import type { SavedContainer } from './saveContainers.ts';

const HOUR = 3_600;

interface UsageRow {
  readonly containerId: number;
  readonly hour: number;
  readonly cpu: HourlyUsage<number> | undefined;
  readonly memory: HourlyUsage<number> | undefined;
}

const COLUMNS: Columns<UsageRow> = {
  container_id: ['integer', row => row.containerId],
  ts: ['unix seconds', row => row.hour],
  cpu_mean_cores: ['double precision', row => row.cpu?.mean ?? null],
  cpu_max_cores: ['double precision', row => row.cpu?.max ?? null],
  cpu_samples: ['integer', row => row.cpu?.samples ?? null],
  memory_mean_bytes: ['double precision', row => row.memory?.mean ?? null],
  memory_max_bytes: ['double precision', row => row.memory?.max ?? null],
  memory_samples: ['integer', row => row.memory?.samples ?? null],
};

/** Both resources of one container from `since` on, one row an hour. */
function* rowsOf(containerId: number, usage: ContainerUsage, since: number): Generator<UsageRow> {
  const newHours = (hourly: readonly HourlyUsage<number>[] = []) =>
    hourly.filter(({ hour }) => hour >= since);
  const memory = new Map(newHours(usage.memory?.hourly).map(hour => [hour.hour, hour]));
  for (const cpu of newHours(usage.cpu?.hourly)) {
    yield { containerId, hour: cpu.hour, cpu, memory: memory.get(cpu.hour) };
    memory.delete(cpu.hour);
  }
  for (const rest of memory.values()) yield { containerId, hour: rest.hour, cpu: undefined, memory: rest };
}

function* usageRows(observation: Observation, containers: readonly SavedContainer[], since: number) {
  for (const { id, key } of containers) {
    const usage = observation.usage.get(key);
    if (usage) yield* rowsOf(id, usage, since);
  }
}

/**
 * The fuller view of an hour wins, resource by resource: the window slides, and what is its first,
 * partial hour today was seen whole yesterday.
 */
const FULLER_WINS = ['cpu', 'memory']
  .flatMap(resource => {
    const unit = resource === 'cpu' ? 'cores' : 'bytes';
    const fuller = `coalesce(excluded.${resource}_samples, 0) >= coalesce(old.${resource}_samples, 0)`;
    return [`${resource}_mean_${unit}`, `${resource}_max_${unit}`, `${resource}_samples`].map(
      column => `${column} = case when ${fuller} then excluded.${column} else old.${column} end`,
    );
  })
  .join(', ');

/** An hour that is known already as it is now is not written again. */
const DIFFERS = `(old.cpu_mean_cores, old.cpu_max_cores, old.cpu_samples, old.memory_mean_bytes, old.memory_max_bytes, old.memory_samples)
  is distinct from (excluded.cpu_mean_cores, excluded.cpu_max_cores, excluded.cpu_samples, excluded.memory_mean_bytes, excluded.memory_max_bytes, excluded.memory_samples)`;

/**
 * The hour from which on anything may differ from what is kept: where this observation has learned
 * something, but no later than where the picture before ended, for it may be that one in between was
 * learned and could not be saved.
 */
async function newSince(sql: Sql, { cluster, window, newSince: learnedSince }: Observation): Promise<number> {
  const [before] = await sql.query<{ start: number | null; end: number | null }>(
    `select extract(epoch from window_start)::double precision as start,
            extract(epoch from window_end)::double precision as "end"
       from greenops.clusters where id = $1`,
    [cluster.id],
  );
  const saved = before?.end ?? null;
  if (learnedSince === undefined || saved === null) return hourOf(window.start);
  return hourOf(Math.max(window.start, Math.min(learnedSince, saved - HOUR)));
}

const hourOf = (time: number): number => Math.floor(time / HOUR) * HOUR;

/** Adds the hours that are new to the history. */
export async function saveUsage(
  sql: Sql,
  { observation }: Scan,
  containers: readonly SavedContainer[],
): Promise<void> {
  await bulkWrite(
    sql,
    {
      table: 'greenops.usage_hourly as old',
      conflict: `(container_id, ts) do update set ${FULLER_WINS} where ${DIFFERS}`,
    },
    COLUMNS,
    usageRows(observation, containers, await newSince(sql, observation)),
  );
}
