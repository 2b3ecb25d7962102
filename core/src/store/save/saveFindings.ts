import { footprintView, opportunityView, type WorkloadFootprintView } from '../../api/index.ts';
import {
  type Contribution,
  InvalidInputError,
  type Opportunity,
  type Scan,
  type WorkloadFootprint,
} from '../../model/index.ts';
import type { Sql } from '../sql.ts';
import { bulkWrite, type Columns, replaceColumns } from './bulkWrite.ts';

interface FootprintRow extends WorkloadFootprintView {
  readonly workloadId: string;
}

const rowOf = (footprint: WorkloadFootprint): FootprintRow => ({
  workloadId: footprint.workloadId,
  ...footprintView(footprint),
});

const orNull = (value: object | null): string | null => value && JSON.stringify(value);

const FOOTPRINT_COLUMNS: Columns<FootprintRow> = {
  workload_id: ['text', row => row.workloadId],
  usd_per_month: ['double precision', row => row.usdPerMonth],
  kilowatt_hours_per_month: ['double precision', row => row.kilowattHoursPerMonth],
  grams_co2e_per_month: ['double precision', row => row.gramsCO2ePerMonth],
  provenance: ['jsonb', row => JSON.stringify(row.provenance)],
  costs: ['jsonb', row => orNull(row.costs)],
  grams_co2e_range: ['jsonb', row => orNull(row.gramsCO2eRange)],
  embodied_grams_co2e_per_month: ['double precision', row => row.embodiedGramsCO2ePerMonth],
  sci: ['jsonb', row => orNull(row.sci)],
};

/** Writes what the workloads cost now; a workload whose footprint is not known any more has none. */
export async function saveFootprints(sql: Sql, { observation, assessment }: Scan): Promise<void> {
  const footprints = [...assessment.footprints.values()];
  await bulkWrite(
    sql,
    {
      table: 'greenops.footprints',
      conflict: `(workload_id) ${replaceColumns(Object.keys(FOOTPRINT_COLUMNS).filter(name => name !== 'workload_id'))}`,
    },
    FOOTPRINT_COLUMNS,
    footprints.map(rowOf),
  );
  await sql.query(
    `delete from greenops.footprints f using greenops.workloads w
      where w.id = f.workload_id and w.cluster_id = $1 and f.workload_id <> all($2::text[])`,
    [observation.cluster.id, footprints.map(footprint => footprint.workloadId)],
  );
}

function documentOf(
  opportunity: Opportunity,
  { observation, recommendations }: Scan,
  contribution: Contribution | null,
): string {
  const recommendation = recommendations.get(opportunity.id);
  if (!recommendation) {
    throw new InvalidInputError(
      `the scan of ${observation.cluster.id} has no recommendation for the opportunity ${opportunity.id}`,
      'give every opportunity of a scan its recommendation',
    );
  }
  return JSON.stringify(opportunityView(opportunity, recommendation, observation.cluster.demo, contribution));
}

const opportunityColumns = (
  scan: Scan,
  contributions: ReadonlyMap<string, Contribution>,
): Columns<Opportunity> => ({
  id: ['text', ({ id }) => id],
  cluster_id: ['text', ({ subject }) => subject.clusterId],
  workload_id: ['text', ({ workloadId }) => workloadId],
  namespace: ['text', ({ subject }) => subject.namespace],
  name: ['text', ({ subject }) => subject.name],
  kind: ['text', ({ subject }) => subject.kind],
  container: ['text', ({ container }) => container],
  type: ['text', ({ type }) => type],
  status: ['text', () => 'open'],
  saving_usd_per_month: ['double precision', ({ saving }) => saving.nominal.usd.likely],
  saving_grams_co2e_per_month: ['double precision', ({ saving }) => saving.nominal.carbon?.likely ?? null],
  realisable_usd_per_month: ['double precision', ({ saving }) => saving.realisable?.usd.likely ?? null],
  included_in: ['text', ({ includedIn }) => includedIn],
  confidence: ['double precision', ({ confidence }) => confidence.score],
  first_detected_at: ['unix seconds', ({ detectedAt }) => detectedAt],
  last_seen_at: ['unix seconds', ({ detectedAt }) => detectedAt],
  document: [
    'jsonb',
    opportunity => documentOf(opportunity, scan, contributions.get(opportunity.id) ?? null),
  ],
});

const REFRESHED = [
  'status',
  'saving_usd_per_month',
  'saving_grams_co2e_per_month',
  'realisable_usd_per_month',
  'included_in',
  'confidence',
  'last_seen_at',
];

/**
 * Writes the open findings. One that was found before, even if it was resolved since, keeps the time
 * of its first detection; the cluster's others are resolved.
 */
export async function saveOpportunities(sql: Sql, scan: Scan): Promise<void> {
  const { opportunities, consolidation } = scan.assessment;
  const contributions = new Map(consolidation?.contributions.map(one => [one.opportunityId, one]));
  await bulkWrite(
    sql,
    {
      table: 'greenops.opportunities as old',
      conflict: `(id) ${replaceColumns(REFRESHED)}, resolved_at = null,
        document = jsonb_set(excluded.document, '{detectedAt}', old.document -> 'detectedAt')`,
    },
    opportunityColumns(scan, contributions),
    opportunities,
  );
  await sql.query(
    `update greenops.opportunities set status = 'resolved', resolved_at = to_timestamp($3::double precision)
      where cluster_id = $1 and status = 'open' and id <> all($2::text[])`,
    [scan.observation.cluster.id, opportunities.map(({ id }) => id), scan.observation.observedAt],
  );
}
