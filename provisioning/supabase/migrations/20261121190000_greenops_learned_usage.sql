-- What was learned of the usage of each cluster, so that a sample is asked for once. Pages are packed
-- (core/src/observe/learn): nobody but the application reads them; usage_hourly is the readable history.

create table greenops.learned_clusters (
  cluster_id    text collate "C" primary key references greenops.clusters (id) on delete cascade,
  -- Of the packing; pages of another one are learned anew.
  format        integer not null,
  -- Goes up with every step: whoever writes the next one says which one it builds on.
  revision      integer not null,
  step_seconds  double precision not null,
  -- From here on everything was looked at.
  since         timestamptz not null,
  -- By family of series, in Unix seconds: all before is learned, nothing from there on.
  watermarks    jsonb not null
);
comment on table greenops.learned_clusters is 'How far usage has been learned; written together with the pages';

create table greenops.learned_pages (
  cluster_id  text collate "C" not null references greenops.learned_clusters (cluster_id) on delete cascade,
  -- 00:00 UTC, in days since 1970: the same whatever the time zone of the session.
  day         integer not null,
  subject     text collate "C" not null,
  page        bytea not null,
  primary key (cluster_id, day, subject)
) with (fillfactor = 80);
comment on table greenops.learned_pages is 'One subject (container, pod, node …) on one day, packed';
-- Packed already: compressing again only takes time.
alter table greenops.learned_pages alter column page set storage external;

revoke all on greenops.learned_clusters, greenops.learned_pages from public;

do $$
declare
  supabase_role text;
begin
  for supabase_role in select rolname from pg_catalog.pg_roles where rolname in ('anon', 'authenticated') loop
    execute pg_catalog.format(
      'revoke all on greenops.learned_clusters, greenops.learned_pages from %I', supabase_role);
  end loop;
end
$$;
