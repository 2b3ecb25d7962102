import type { Inventory, Pod, UnixSeconds, Workload } from '../../model/index.ts';

type Move = (moment: UnixSeconds) => UnixSeconds;

/** The same inventory with all its moments moved. */
export function shiftInventory(inventory: Inventory, moved: Move): Inventory {
  const created = <T extends { readonly createdAt: UnixSeconds | null }>(thing: T): T => ({
    ...thing,
    createdAt: thing.createdAt && moved(thing.createdAt),
  });
  return {
    ...inventory,
    observedAt: moved(inventory.observedAt),
    nodes: inventory.nodes.map(created),
    workloads: inventory.workloads.map(workload => shiftWorkload(created(workload), moved)),
    volumeClaims: inventory.volumeClaims.map(created),
    volumes: inventory.volumes && inventory.volumes.map(created),
    namespaces: inventory.namespaces && inventory.namespaces.map(created),
    services: inventory.services && inventory.services.map(created),
  };
}

const shiftWorkload = (workload: Workload, moved: Move): Workload => ({
  ...workload,
  job: workload.job && {
    ...workload.job,
    finishedAt: workload.job.finishedAt && moved(workload.job.finishedAt),
  },
  pods: workload.pods.map((pod): Pod => ({
    ...pod,
    startedAt: pod.startedAt === null ? null : moved(pod.startedAt),
  })),
});
