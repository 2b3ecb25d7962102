import type { UsageStatisticsView } from '../../api/index.ts';
import {
  type Container,
  containerKey,
  type ContainerUsage,
  type ResourceAmounts,
  type Scan,
  type UsageStatistics,
} from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { bulkWrite, type Columns, replaceColumns } from './bulkWrite.ts';

interface ContainerRow {
  readonly workloadId: string;
  readonly position: number;
  readonly container: Container;
  /** What was measured, as it is written: usage itself is unpacked for one container at a time. */
  readonly measured: Measured;
}

interface Measured {
  readonly cpu: string | null;
  readonly memory: string | null;
  readonly throttledRatio: number | null;
  readonly oomKills: number | null;
}

/** A container's number in the database and its key in the observation. */
export interface SavedContainer {
  readonly id: number;
  readonly key: string;
}

const amountsJson = ({ cpu, memory, gpus }: ResourceAmounts): string =>
  JSON.stringify({ cores: cpu, bytes: memory, gpus });

/** A distribution without a single sample is no distribution. */
function statisticsJson<U extends number>(statistics: UsageStatistics<U> | null | undefined): string | null {
  if (!statistics || statistics.samples === 0) return null;
  const view: UsageStatisticsView = {
    mean: statistics.mean,
    p50: statistics.sketch.quantile(0.5),
    p95: statistics.sketch.quantile(0.95),
    p99: statistics.sketch.quantile(0.99),
    max: statistics.max,
    coverage: statistics.coverage,
    samples: statistics.samples,
  };
  return JSON.stringify(view);
}

function throttledRatio(usage: ContainerUsage | undefined): number | null {
  const throttling = usage?.throttling;
  return throttling && throttling.periods > 0 ? throttling.throttledPeriods / throttling.periods : null;
}

const measuredOf = (usage: ContainerUsage | undefined): Measured => ({
  cpu: statisticsJson(usage?.cpu),
  memory: statisticsJson(usage?.memory),
  throttledRatio: throttledRatio(usage),
  oomKills: usage?.oomKills ?? null,
});

const COLUMNS: Columns<ContainerRow> = {
  workload_id: ['text', row => row.workloadId],
  name: ['text', row => row.container.name],
  position: ['integer', row => row.position],
  role: ['text', row => row.container.role],
  image: ['text', row => row.container.image],
  requests: ['jsonb', row => amountsJson(row.container.requests)],
  limits: ['jsonb', row => amountsJson(row.container.limits)],
  cpu: ['jsonb', row => row.measured.cpu],
  memory: ['jsonb', row => row.measured.memory],
  throttled_ratio: ['double precision', row => row.measured.throttledRatio],
  oom_kills: ['double precision', row => row.measured.oomKills],
  present: ['boolean', () => true],
};

/** Writes the containers that are there; the cluster's others are marked as gone. */
export async function saveContainers(sql: Sql, { observation }: Scan): Promise<SavedContainer[]> {
  const rows = observation.inventory.workloads.flatMap(({ id, containers }) =>
    containers.map((container, position): ContainerRow => ({
      workloadId: id,
      position,
      container,
      measured: measuredOf(observation.usage.get(containerKey(id, container.name))),
    })),
  );
  const key = ['workload_id', 'name'];
  const saved = await bulkWrite<ContainerRow, { id: number; workload_id: string; name: string }>(
    sql,
    {
      table: 'greenops.containers',
      conflict: `(${key.join(', ')}) ${replaceColumns(Object.keys(COLUMNS).filter(name => !key.includes(name)))}`,
      returning: 'id, workload_id, name',
    },
    COLUMNS,
    rows,
  );
  await sql.query(
    `update greenops.containers c set present = false from greenops.workloads w
      where w.id = c.workload_id and w.cluster_id = $1 and c.present and c.id <> all($2::integer[])`,
    [observation.cluster.id, saved.map(row => row.id)],
  );
  return saved.map(row => ({ id: row.id, key: containerKey(row.workload_id, row.name) }));
}
