import type { Inventory } from '../model/index.ts';
import { cannedSource } from './recording/testing/cannedSource.ts';
import { seenMetrics } from './seenMetrics.ts';

const told = await cannedSource([]).inventory();
/** The same as kube-state-metrics alone would have told it. */
const withoutSpecifications: Inventory = {
  ...told,
  workloads: told.workloads.map(workload => ({
    ...workload,
    scheduling: null,
    volumes: null,
    containers: workload.containers.map(container => ({ ...container, security: null })),
  })),
};

describe('seenMetrics', () => {
  it('names the metrics of the samples that were read', () => {
    expect(seenMetrics(['cpu', 'gpuWatts'], withoutSpecifications)).toContain('DCGM_FI_DEV_POWER_USAGE');
    expect(seenMetrics(['cpu'], withoutSpecifications)).not.toContain('DCGM_FI_DEV_POWER_USAGE');
  });

  it("names the API's lists where pod specifications are known", () => {
    const seen = seenMetrics([], told);
    for (const name of ['pods', 'pod-specs', 'nodes', 'poddisruptionbudgets', 'services', 'namespaces'])
      expect(seen).toContain(`api:${name}`);
    expect([...seen].filter(name => name.startsWith('kube_'))).toEqual([]);
  });

  it("names kube-state-metrics' families where they are not", () => {
    const seen = seenMetrics([], withoutSpecifications);
    expect([...seen].filter(name => name.startsWith('api:'))).toEqual([]);
    expect(seen).toContain('kube_pod_container_resource_requests');
    expect(seen).toContain('kube_service_info');
  });

  it('names no list that could not be read', () => {
    const unread = { ...told, disruptionBudgets: null, services: null };
    expect(seenMetrics([], unread)).not.toContain('api:poddisruptionbudgets');
    expect(seenMetrics([], unread)).not.toContain('api:services');
    const empty = { observedAt: told.observedAt, nodes: [], workloads: [], volumeClaims: [] };
    const unknown = { volumes: null, disruptionBudgets: null, namespaces: null, services: null };
    expect([...seenMetrics([], { ...empty, ...unknown })]).toEqual([]);
  });
});
