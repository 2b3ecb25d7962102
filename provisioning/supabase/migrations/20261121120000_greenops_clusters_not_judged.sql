-- Why workloads could not be judged: without it an empty list of findings reads as praise.
alter table greenops.clusters
  add column not_judged jsonb not null default '[]';

comment on column greenops.clusters.not_judged is
  'Reasons of the last scan with how often each was given: [{reason, count}], the most frequent first.';
