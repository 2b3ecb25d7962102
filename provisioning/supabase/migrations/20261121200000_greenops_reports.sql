-- What the engine says of a cluster as a whole: ledger, nodes that can go, what is coming, rules that are off.
create table greenops.cluster_reports (
  cluster_id   text collate "C" primary key references greenops.clusters (id) on delete cascade,
  observed_at  timestamptz not null,
  -- As the API shows it (clusterReportSchema in core/src/api/clusterReportSchema.ts).
  document     jsonb not null
);
comment on table greenops.cluster_reports is 'The latest report on each cluster, written together with its picture';

-- Parts of the cost, bounds and manufacture of the carbon, and the carbon of one unit of work.
alter table greenops.footprints
  add column costs                          jsonb,
  add column grams_co2e_range               jsonb,
  add column embodied_grams_co2e_per_month  double precision,
  add column sci                            jsonb;

-- What is left of a saving when only nodes that go are counted; null where that was not simulated.
alter table greenops.opportunities
  add column realisable_usd_per_month double precision;

revoke all on greenops.cluster_reports from public;

do $$
declare
  supabase_role text;
begin
  for supabase_role in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
    execute pg_catalog.format('revoke all on greenops.cluster_reports from %I', supabase_role);
  end loop;
end
$$;
