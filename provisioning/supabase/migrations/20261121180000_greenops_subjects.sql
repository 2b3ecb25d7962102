-- Findings about more than workloads: nodes, volumes, namespaces, the cluster. They hang on no workload.
alter table greenops.opportunities
  alter column workload_id drop not null;
alter table greenops.opportunities
  rename column workload to name;
-- Overlapping findings are alternatives: sums add up only those that no other includes.
alter table greenops.opportunities
  add column included_in text collate "C";
comment on column greenops.opportunities.included_in is
  'Id of the finding whose saving holds this one''s already; null where this one counts';

-- Rules that judged nothing, because the cluster shows none of what they need.
alter table greenops.clusters
  add column rules_off jsonb not null default '[]';
comment on column greenops.clusters.rules_off is
  'Rules that were off in the last scan, with the metrics that are missing: [{type, missing}]';
