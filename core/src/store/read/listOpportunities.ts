import {
  type OpportunityPage,
  type OpportunityQuery,
  opportunitySchema,
  type OpportunityView,
} from '../../api/index.ts';
import { NotFoundError } from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { Conditions } from './Conditions.ts';
import { ascending, descending, Keyset, pageOf, type SortColumn } from './Keyset.ts';
import { fit } from './fit.ts';
import { isoText } from './isoText.ts';
import { addLabelSelector } from './labelSelector.ts';

const SORTS: Readonly<Record<OpportunityQuery['sort'], readonly SortColumn[]>> = {
  '-saving': [descending('o.saving_usd_per_month')],
  '-carbon': [descending('o.saving_grams_co2e_per_month')],
  '-confidence': [descending('o.confidence')],
  name: [ascending('o.name'), ascending('o.namespace'), ascending('o.type')],
};

const TABLES = 'greenops.opportunities o left join greenops.workloads w on w.id = o.workload_id';

function filterOf(query: OpportunityQuery): Conditions {
  const conditions = new Conditions();
  conditions.add(`o.status = 'open'`);
  conditions.equals('o.cluster_id', query.cluster);
  conditions.equals('o.namespace', query.namespace);
  conditions.equals('o.kind', query.kind);
  conditions.equals('o.name', query.name);
  conditions.equals('o.workload_id', query.workload);
  conditions.equals('o.type', query.type);
  addLabelSelector(conditions, 'w.labels', query.labelSelector);
  return conditions;
}

/** @throws InvalidInputError for a label selector or cursor that cannot be read */
export async function listOpportunities(sql: Sql, query: OpportunityQuery): Promise<OpportunityPage> {
  const filter = filterOf(query);
  const keyset = new Keyset(query.sort, [...SORTS[query.sort], ascending('o.id')]);
  const conditions = filterOf(query);
  keyset.startAfter(conditions, query.cursor);
  const limit = conditions.value(query.limit + 1, 'integer');
  const rows = await sql.query<{ key: unknown; document: unknown }>(
    `select o.document, ${keyset.selectKey} as key from ${TABLES}
      where ${conditions.where} order by ${keyset.orderBy} limit ${limit}`,
    conditions.values,
  );
  const [count] = await sql.query<{ total: number }>(
    `select count(*)::integer as total from ${TABLES} where ${filter.where}`,
    filter.values,
  );
  return {
    ...pageOf(rows, query.limit, keyset, row => fit(opportunitySchema, row.document, 'finding')),
    total: count?.total ?? 0,
  };
}

/** @throws NotFoundError for a finding that never was or is resolved */
export async function readOpportunity(sql: Sql, id: string): Promise<OpportunityView> {
  const [row] = await sql.query<{ document: unknown; resolvedAt: string | null }>(
    `select document, ${isoText('resolved_at')} as "resolvedAt" from greenops.opportunities where id = $1`,
    [id],
  );
  if (!row)
    throw new NotFoundError(`there is no opportunity ${id}`, 'list the opportunities to see which there are');
  if (row.resolvedAt !== null) {
    throw new NotFoundError(
      `the opportunity ${id} is resolved: the scan of ${row.resolvedAt} no longer found it`,
      'list the opportunities to see which are open',
    );
  }
  return fit(opportunitySchema, row.document, 'finding');
}
