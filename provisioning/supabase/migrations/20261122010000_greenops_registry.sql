-- Clusters that people add while the application runs, beside those of the configuration.
create table greenops.cluster_connections (
  cluster_id  text collate "C" primary key,
  -- As they were given (clusterConfigSchema in core/src/observe/clusterConfig.ts), without secrets.
  settings    jsonb not null,
  enabled     boolean not null default true,
  -- Goes up with every change: whoever changes it says which one it was read at.
  version     integer not null default 1,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);
comment on table greenops.cluster_connections is 'How clusters of the registry are reached; the configuration wins on the same id';

-- No plain text and no key ever stands here: envelopes of core/src/vault, bound to cluster and field.
create table greenops.cluster_secrets (
  cluster_id     text collate "C" not null references greenops.cluster_connections (cluster_id) on delete cascade,
  -- JSON pointer into the settings.
  field          text collate "C" not null,
  sealed         text not null,
  -- Of the key that wraps the envelope: rotation looks for those of other keys.
  master_key_id  text collate "C" not null,
  set_at         timestamptz not null,
  primary key (cluster_id, field)
);
comment on table greenops.cluster_secrets is 'Credentials of the connections, sealed';

alter table greenops.clusters
  -- null: nobody defines it any more, and only its history is left.
  add column defined_in     text check (defined_in in ('config', 'registry')),
  -- false: it is kept as it is and not read.
  add column enabled        boolean not null default true,
  -- Time of the first of the failures since the last good scan; null while scans succeed.
  add column failing_since  timestamptz,
  add column sources        jsonb not null default '[]';
comment on column greenops.clusters.sources is
  'Who was asked in the last good scan and whether it answered (clusterSourceSchema in core/src/api/schema.ts)';

update greenops.clusters c
   set failing_since = coalesce(
         (select min(s.finished_at) from greenops.scans s
           where s.cluster_id = c.id and s.outcome = 'failed'
             and s.finished_at > coalesce(c.last_scan_at, '-infinity')),
         c.last_scan_at, now())
 where c.last_error is not null;

alter table greenops.cluster_connections enable row level security;
alter table greenops.cluster_secrets enable row level security;
revoke all on greenops.cluster_connections, greenops.cluster_secrets from public;

do $$
declare
  supabase_role text;
begin
  for supabase_role in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
    execute pg_catalog.format(
      'revoke all on greenops.cluster_connections, greenops.cluster_secrets from %I', supabase_role);
  end loop;
end
$$;
