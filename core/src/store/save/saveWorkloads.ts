import type { Container, Scan, Workload } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { bulkWrite, type Columns, replaceColumns } from './bulkWrite.ts';

/** Pods that the controller asks for; where it does not say (CronJob, bare Pod), those that are there. */
export const replicasOf = (workload: Workload): number =>
  workload.desiredReplicas ?? workload.pods.filter(pod => pod.present).length;

/** What all replicas reserve; init containers run before the others and reserve nothing beside them. */
function requestedTotal(
  workload: Workload,
  amountOf: (container: Container) => number | null,
): number | null {
  const amounts = workload.containers
    .filter(container => container.role !== 'init')
    .map(amountOf)
    .filter(amount => amount !== null);
  if (amounts.length === 0) return null;
  return replicasOf(workload) * amounts.reduce((sum, amount) => sum + amount, 0);
}

const columnsAt = (seenAt: number): Columns<Workload> => ({
  id: ['text', workload => workload.id],
  cluster_id: ['text', workload => workload.reference.clusterId],
  namespace: ['text', workload => workload.reference.namespace],
  kind: ['text', workload => workload.reference.kind],
  name: ['text', workload => workload.reference.name],
  replicas: ['integer', replicasOf],
  labels: ['jsonb', workload => JSON.stringify(workload.labels)],
  requested_cores: ['double precision', workload => requestedTotal(workload, ({ requests }) => requests.cpu)],
  requested_bytes: [
    'double precision',
    workload => requestedTotal(workload, ({ requests }) => requests.memory),
  ],
  first_seen_at: ['unix seconds', () => seenAt],
  last_seen_at: ['unix seconds', () => seenAt],
  present: ['boolean', () => true],
});

/** Writes the workloads that are there; the cluster's others are marked as gone. */
export async function saveWorkloads(sql: Sql, { observation }: Scan): Promise<void> {
  const { workloads, observedAt } = observation.inventory;
  await bulkWrite(
    sql,
    {
      table: 'greenops.workloads',
      conflict: `(id) ${replaceColumns(['replicas', 'labels', 'requested_cores', 'requested_bytes', 'last_seen_at', 'present'])}`,
    },
    columnsAt(observedAt),
    workloads,
  );
  await sql.query(
    'update greenops.workloads set present = false where cluster_id = $1 and present and id <> all($2::text[])',
    [observation.cluster.id, workloads.map(workload => workload.id)],
  );
}
