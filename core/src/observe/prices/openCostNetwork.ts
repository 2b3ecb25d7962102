import { z } from 'zod';
import type { Workload } from '../../model/index.ts';

/**
 * What is read of an allocation: its traffic, nothing else. Its CPU and memory are max(request, usage) and so
 * neither request nor usage, and its cost of them follows from the node prices, which are read as such.
 */
export const allocationSchema = z.object({
  properties: z
    .object({
      namespace: z.string().nullish(),
      controllerKind: z.string().nullish(),
      controller: z.string().nullish(),
    })
    .nullish(),
  networkCost: z.number().nullish(),
  networkCostAdjustment: z.number().nullish(),
});

export type Allocation = z.infer<typeof allocationSchema>;

/**
 * What traffic cost each workload an hour, as a mean over the window.
 *
 * @returns `undefined` where no allocation has any: without its network DaemonSet OpenCost writes zero for
 * everybody, which says that nobody meters, not that nothing was sent
 */
export function networkCostsOf(
  allocations: readonly Allocation[],
  hours: number,
  workloads: readonly Workload[],
): ReadonlyMap<string, number> | undefined {
  const find = workloadFinder(workloads);
  const costs = new Map<string, number>();
  let metered = false;
  for (const allocation of allocations) {
    const cost = (allocation.networkCost ?? 0) + (allocation.networkCostAdjustment ?? 0);
    if (cost === 0) continue;
    metered = true;
    const workload = find(allocation.properties);
    // What no workload of today sent belongs to one that is gone.
    if (workload !== undefined) costs.set(workload, (costs.get(workload) ?? 0) + cost / hours);
  }
  return metered ? costs : undefined;
}

/** Finds a workload by OpenCost's words: kinds in lower case, Jobs and ReplicaSets of which it does not know the owner. */
function workloadFinder(workloads: readonly Workload[]) {
  const byName = new Map(
    workloads.map(({ id, reference: { namespace, kind, name } }) => [
      `${namespace}/${kind.toLowerCase()}/${name}`,
      id,
    ]),
  );
  return (properties: Allocation['properties']): string | undefined => {
    const [namespace, kind, name] = [
      properties?.namespace,
      properties?.controllerKind,
      properties?.controller,
    ];
    if (!namespace || !kind || !name) return undefined;
    const key = (ofKind: string, called: string) => byName.get(`${namespace}/${ofKind}/${called}`);
    const owner = name.replace(/-[a-z0-9]+$/, '');
    const owners = { job: ['cronjob'], replicaset: ['deployment', 'rollout'] }[kind] ?? [];
    return (
      key(kind, name) ??
      key('cronjob', name) ??
      owners.map(ofKind => key(ofKind, owner)).find(id => id !== undefined)
    );
  };
}
