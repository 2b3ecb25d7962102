import {
  type ClusterSourceView,
  clusterSourcesView,
  footprintView,
  noteView,
  notJudgedView,
  type ProvenanceView,
  rulesOffView,
} from '../../api/index.ts';
import type { ClusterIdentity, Scan, UnixSeconds } from '../../model/index.ts';
import type { Sql } from '../sql.ts';

export async function upsertCluster(
  sql: Sql,
  { id, name, provider, region, demo }: ClusterIdentity,
): Promise<void> {
  await sql.query(
    `insert into greenops.clusters (id, name, provider, region, demo) values ($1, $2, $3, $4, $5)
     on conflict (id) do update
       set name = excluded.name, provider = excluded.provider, region = excluded.region, demo = excluded.demo`,
    [id, name, provider, region, demo],
  );
}

/** Every origin of the cluster's figures, once. */
function distinctProvenance({ assessment }: Scan): ProvenanceView[] {
  const views = [...assessment.footprints.values()].flatMap(footprint => footprintView(footprint).provenance);
  return [...new Map(views.map(view => [JSON.stringify(view), view])).values()];
}

/** Writes what is true of the cluster as a whole, ends the scan, and puts it on record. */
export async function saveCluster(sql: Sql, scan: Scan, finishedAt: UnixSeconds): Promise<void> {
  const { observation, assessment } = scan;
  const { id } = observation.cluster;
  await sql.query(
    `insert into greenops.scans (cluster_id, started_at, finished_at, outcome, workloads, containers, opportunities)
     select id, least(coalesce(scan_started_at, finished), finished), finished, 'ok', $3::integer, $4::integer, $5::integer
       from greenops.clusters, to_timestamp($2::double precision) as finished where id = $1`,
    [
      id,
      finishedAt,
      observation.inventory.workloads.length,
      observation.inventory.workloads.reduce((sum, workload) => sum + workload.containers.length, 0),
      assessment.opportunities.length,
    ],
  );
  const [before] = await sql.query<{ sources: ClusterSourceView[] }>(
    'select sources from greenops.clusters where id = $1',
    [id],
  );
  await sql.query(
    `update greenops.clusters
        set last_scan_at = finished,
            last_scan_seconds = greatest(0, extract(epoch from finished - scan_started_at))::double precision,
            scan_started_at = null, last_error = null, failing_since = null, sources = $10::jsonb,
            window_start = to_timestamp($3::double precision), window_end = to_timestamp($4::double precision),
            nodes = $5, footprint_provenance = $6::jsonb, notes = $7::jsonb,
            not_judged = $8::jsonb, rules_off = $9::jsonb
       from to_timestamp($2::double precision) as finished
      where id = $1`,
    [
      id,
      finishedAt,
      observation.window.start,
      observation.window.end,
      observation.inventory.nodes.length,
      JSON.stringify(distinctProvenance(scan)),
      JSON.stringify(observation.notes.map(noteView)),
      JSON.stringify(notJudgedView(assessment.notAssessed)),
      JSON.stringify(rulesOffView(assessment.rulesOff)),
      JSON.stringify(clusterSourcesView(observation, before?.sources ?? [])),
    ],
  );
}
