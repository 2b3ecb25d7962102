-- The picture of every cluster, as the last scan left it, and the history of its usage.
-- Runs unchanged on Supabase, on plain Postgres 15 and newer, and on the embedded Postgres.
--
-- Rules of this schema:
-- * Every row that one team may see and another may not carries cluster_id and namespace, or hangs
--   on a row that does: row-level security (a later migration) can decide without a search.
-- * Nothing refers to auth.users: a dump of this schema alone can be restored anywhere.
-- * Names that are sorted by use collation "C": the same order in every database, whatever its locale.
-- * Amounts carry their unit in the name. null is "not known", never zero.

create schema if not exists greenops;
revoke all on schema greenops from public;

create table greenops.clusters (
  id                     text collate "C" primary key,
  name                   text not null,
  provider               text not null,
  region                 text,
  demo                   boolean not null,
  -- Of a scan that is under way; null when none is.
  scan_started_at        timestamptz,
  -- End and duration of the last good scan, whose picture the other tables hold.
  last_scan_at           timestamptz,
  last_scan_seconds      double precision,
  -- Why the newest scan failed; null when it did not.
  last_error             text,
  failed_scans           integer not null default 0,
  window_start           timestamptz,
  window_end             timestamptz,
  nodes                  integer not null default 0,
  -- Origins of the figures in footprints, each once.
  footprint_provenance   jsonb not null default '[]',
  notes                  jsonb not null default '[]'
);
comment on table greenops.clusters is 'One Kubernetes cluster and how its scans go';

create table greenops.scans (
  id             bigint generated always as identity primary key,
  cluster_id     text collate "C" not null references greenops.clusters (id) on delete cascade,
  started_at     timestamptz not null,
  finished_at    timestamptz not null,
  outcome        text not null check (outcome in ('ok', 'failed')),
  error          text,
  workloads      integer,
  containers     integer,
  opportunities  integer
);
comment on table greenops.scans is 'Every finished pass over a cluster, for the record';
create index scans_of_cluster on greenops.scans (cluster_id, finished_at desc);

create table greenops.workloads (
  id               text collate "C" primary key,
  cluster_id       text collate "C" not null references greenops.clusters (id) on delete cascade,
  namespace        text collate "C" not null,
  kind             text collate "C" not null,
  name             text collate "C" not null,
  replicas         integer not null,
  labels           jsonb not null,
  -- Sum over its containers and replicas; null where no container asks for any.
  requested_cores  double precision,
  requested_bytes  double precision,
  first_seen_at    timestamptz not null,
  last_seen_at     timestamptz not null,
  -- False once a scan no longer finds it: its history stays.
  present          boolean not null
);
comment on table greenops.workloads is 'The controllers that people edit';
create index workloads_by_place on greenops.workloads (cluster_id, namespace, name) where present;
create index workloads_by_label on greenops.workloads using gin (labels jsonb_path_ops);

create table greenops.containers (
  id               integer generated always as identity primary key,
  workload_id      text collate "C" not null references greenops.workloads (id) on delete cascade,
  name             text collate "C" not null,
  position         integer not null,
  role             text not null check (role in ('main', 'init', 'sidecar')),
  image            text not null,
  requests         jsonb not null,
  limits           jsonb not null,
  -- Distribution over the window as the API shows it; null where the meters never saw it.
  cpu              jsonb,
  memory           jsonb,
  throttled_ratio  double precision,
  oom_kills        double precision,
  present          boolean not null,
  unique (workload_id, name)
);
comment on table greenops.containers is 'The containers of a workload''s pod template';

-- One row per container and hour, amounts per pod. Weekly partitions are created by the application
-- before it writes (core/src/store/usagePartitions.ts): no pg_cron or pg_partman is needed, and old
-- weeks can be detached and dropped instead of deleted row by row. No foreign key: checking each row
-- would halve the rate, and the rows of a container that is gone leave with their partition.
create table greenops.usage_hourly (
  container_id       integer not null,
  ts                 timestamptz not null,
  cpu_mean_cores     double precision,
  cpu_max_cores      double precision,
  cpu_samples        integer,
  memory_mean_bytes  double precision,
  memory_max_bytes   double precision,
  memory_samples     integer,
  primary key (container_id, ts)
) partition by range (ts);
comment on table greenops.usage_hourly is 'What a container used, hour by hour';

create table greenops.footprints (
  workload_id               text collate "C" primary key references greenops.workloads (id) on delete cascade,
  usd_per_month             double precision not null,
  kilowatt_hours_per_month  double precision,
  grams_co2e_per_month      double precision,
  provenance                jsonb not null
);
comment on table greenops.footprints is 'What a workload costs, draws and emits per month of 730 h';

create table greenops.opportunities (
  id                          text collate "C" primary key,
  cluster_id                  text collate "C" not null references greenops.clusters (id) on delete cascade,
  workload_id                 text collate "C" not null references greenops.workloads (id) on delete cascade,
  namespace                   text collate "C" not null,
  workload                    text collate "C" not null,
  kind                        text collate "C" not null,
  container                   text,
  type                        text not null,
  status                      text not null check (status in ('open', 'resolved')),
  -- Likely nominal savings, which lists are sorted by.
  saving_usd_per_month        double precision not null,
  saving_grams_co2e_per_month double precision,
  confidence                  double precision not null,
  first_detected_at           timestamptz not null,
  last_seen_at                timestamptz not null,
  resolved_at                 timestamptz,
  -- The finding as the API shows it (opportunitySchema in core/src/api/schema.ts).
  document                    jsonb not null,
  check ((status = 'resolved') = (resolved_at is not null))
);
comment on table greenops.opportunities is 'Findings: open ones, and resolved ones that a later scan no longer found';
create index opportunities_by_saving on greenops.opportunities (saving_usd_per_month desc, id) where status = 'open';
create index opportunities_of_cluster on greenops.opportunities (cluster_id, saving_usd_per_month desc, id) where status = 'open';
create index opportunities_of_workload on greenops.opportunities (workload_id) where status = 'open';

revoke all on all tables in schema greenops from public;

-- Supabase's own roles exist there alone; nobody but the owner sees anything until row-level security says so.
do $$
declare
  supabase_role text;
begin
  for supabase_role in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
    execute pg_catalog.format('revoke all on schema greenops from %I', supabase_role);
    execute pg_catalog.format('revoke all on all tables in schema greenops from %I', supabase_role);
  end loop;
end
$$;
