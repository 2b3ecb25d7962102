import { bytes, type Inventory, type Pod, type Workload } from '../../model/index.ts';

/**
 * The Kubernetes API's word for the present, kube-state-metrics' for pods of the window that are gone
 * and for how full volumes were.
 */
export function mergeInventories(present: Inventory, past: Inventory): Inventory {
  const known = new Set(
    present.workloads.flatMap(({ reference, pods }) => pods.map(pod => `${reference.namespace}/${pod.name}`)),
  );
  const goneOf = (workload: Workload): Pod[] =>
    workload.pods
      .filter(pod => !known.has(`${workload.reference.namespace}/${pod.name}`))
      .map(pod => ({ ...pod, present: false }));
  const pastOf = new Map(past.workloads.map(workload => [workload.id, workload]));
  const ids = new Set(present.workloads.map(workload => workload.id));
  const stillThere = present.workloads.map(workload => {
    const before = pastOf.get(workload.id);
    if (before === undefined) return workload;
    // Between two runs of a CronJob the API shows no pod and so no containers; the last pod had them.
    const containers = workload.containers.length > 0 ? workload.containers : before.containers;
    return { ...workload, containers, pods: [...workload.pods, ...goneOf(before)] };
  });
  const gone = past.workloads
    .filter(workload => !ids.has(workload.id))
    .map(workload => ({ ...workload, pods: goneOf(workload) }))
    .filter(workload => workload.pods.length > 0);
  const usedOf = new Map(
    past.volumeClaims.map(claim => [`${claim.namespace}/${claim.name}`, claim.usedBytes]),
  );
  return {
    ...present,
    workloads: [...stillThere, ...gone],
    volumeClaims: present.volumeClaims.map(claim => {
      const used = claim.usedBytes ?? usedOf.get(`${claim.namespace}/${claim.name}`) ?? null;
      return { ...claim, usedBytes: used === null ? null : bytes(used) };
    }),
  };
}
