import { containerKey, type Workload } from '../model/index.ts';
import { placementsOf, totalPods } from './footprint/placements.ts';
import type { ClusterContext, WorkloadSubject } from './rule.ts';

/** A workload as rules see it. */
export function subjectOf(workload: Workload, context: ClusterContext): WorkloadSubject {
  const placements = placementsOf(workload, context.observation);
  const replicas = totalPods(placements);
  return {
    context,
    workload,
    placements,
    containers: workload.containers
      .filter(({ role }) => role !== 'init')
      .map(container => ({
        context,
        workload,
        replicas,
        container,
        usage: context.observation.usage.get(containerKey(workload.id, container.name)) ?? null,
      })),
  };
}
