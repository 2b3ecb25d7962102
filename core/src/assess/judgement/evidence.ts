import type { EvidenceFact, EvidenceUnit, Observation, Policy, Provenance } from '../../model/index.ts';

const METRIC = {
  cpu: 'container_cpu_usage_seconds_total',
  memory: 'container_memory_working_set_bytes',
  throttling: 'container_cpu_cfs_throttled_periods_total',
  oom: 'container_oom_events_total',
  traffic: 'container_network_receive_bytes_total and container_network_transmit_bytes_total',
} as const;

/** What cAdvisor counted and Prometheus kept. */
export const measured = (metric: keyof typeof METRIC, observation: Observation): Provenance => ({
  kind: 'measured',
  method: `cadvisor-${metric}`,
  source: `cAdvisor ${METRIC[metric]}`,
  asOf: observation.window.end,
});

/** What the cluster's objects declare. */
export const declared = (observation: Observation): Provenance => ({
  kind: 'configured',
  method: 'kubernetes-object',
  source: 'Kubernetes API',
  asOf: observation.inventory.observedAt,
});

/** What the policy of the scan says. */
export const ofPolicy = (policy: Policy): Provenance => ({
  kind: 'configured',
  method: 'policy',
  source: `Policy ${policy.name}`,
});

/** What a rule computed from the other facts. */
export const computed = (method: string): Provenance => ({
  kind: 'modelled',
  method,
  source: 'GreenOps Advisor',
});

export const fact = (
  id: string,
  label: string,
  value: number,
  unit: EvidenceUnit,
  provenance: Provenance,
): EvidenceFact => ({ id, label, value, unit, provenance });

/** Leaves out what is not known: an absent fact is not a zero. */
export const known = (
  id: string,
  label: string,
  value: number | null,
  unit: EvidenceUnit,
  provenance: Provenance,
): readonly EvidenceFact[] => (value === null ? [] : [fact(id, label, value, unit, provenance)]);
