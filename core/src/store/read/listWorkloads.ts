import { type WorkloadPage, type WorkloadQuery, workloadSchema } from '../../api/index.ts';
import type { Sql } from '../sql.ts';
import { Conditions } from './Conditions.ts';
import { ascending, descending, Keyset, pageOf, type SortColumn } from './Keyset.ts';
import { fit } from './fit.ts';
import { addLabelSelector } from './labelSelector.ts';
import { OPEN_SAVINGS_COLUMNS, openSavingsBy } from './openSavings.ts';

const SORTS: Readonly<Record<WorkloadQuery['sort'], readonly SortColumn[]>> = {
  '-cost': [descending('f.usd_per_month')],
  '-saving': [descending('coalesce(o.usd, 0)')],
  '-carbon': [descending('f.grams_co2e_per_month')],
  name: [ascending('w.name'), ascending('w.namespace')],
};

/** A workload as the API's list shows it. */
export const WORKLOAD_COLUMNS = `
  w.id, w.cluster_id as "clusterId", c.demo, w.namespace, w.kind, w.name, w.replicas, w.labels,
  w.requested_cores as "requestedCores", w.requested_bytes as "requestedBytes",
  case when f.workload_id is not null then json_build_object(
    'usdPerMonth', f.usd_per_month, 'kilowattHoursPerMonth', f.kilowatt_hours_per_month,
    'gramsCO2ePerMonth', f.grams_co2e_per_month, 'provenance', f.provenance,
    'costs', f.costs, 'gramsCO2eRange', f.grams_co2e_range,
    'embodiedGramsCO2ePerMonth', f.embodied_grams_co2e_per_month, 'sci', f.sci) end as footprint,
  ${OPEN_SAVINGS_COLUMNS}`;

export const WORKLOAD_TABLES = `
  greenops.workloads w
  join greenops.clusters c on c.id = w.cluster_id
  left join greenops.footprints f on f.workload_id = w.id
  left join ${openSavingsBy('workload_id')} o on o.workload_id = w.id`;

function filterOf(query: WorkloadQuery): Conditions {
  const conditions = new Conditions();
  conditions.add('w.present');
  conditions.equals('w.cluster_id', query.cluster);
  conditions.equals('w.namespace', query.namespace);
  conditions.equals('w.kind', query.kind);
  conditions.equals('w.name', query.name);
  addLabelSelector(conditions, 'w.labels', query.labelSelector);
  return conditions;
}

/** @throws InvalidInputError for a label selector or cursor that cannot be read */
export async function listWorkloads(sql: Sql, query: WorkloadQuery): Promise<WorkloadPage> {
  const filter = filterOf(query);
  const keyset = new Keyset(query.sort, [...SORTS[query.sort], ascending('w.id')]);
  const conditions = filterOf(query);
  keyset.startAfter(conditions, query.cursor);
  const limit = conditions.value(query.limit + 1, 'integer');
  const rows = await sql.query<{ key: unknown }>(
    `select ${WORKLOAD_COLUMNS}, ${keyset.selectKey} as key from ${WORKLOAD_TABLES}
      where ${conditions.where} order by ${keyset.orderBy} limit ${limit}`,
    conditions.values,
  );
  const [count] = await sql.query<{ total: number }>(
    `select count(*)::integer as total from greenops.workloads w where ${filter.where}`,
    filter.values,
  );
  return {
    ...pageOf(rows, query.limit, keyset, row => fit(workloadSchema, row, 'workload')),
    total: count?.total ?? 0,
  };
}
