import type { Inventory, Pod, VolumeClaim, Workload } from '../../model/index.ts';

/** What the Kubernetes API gave, with the lists it gave as `api:<resource>`. */
export interface PresentInventory {
  readonly inventory: Inventory;
  readonly seen: ReadonlySet<string>;
}

/**
 * The Kubernetes API's word for the present; kube-state-metrics' for what the API did not give, for pods of
 * the window that are gone and for how full volumes were.
 */
export function mergeInventories({ inventory: present, seen }: PresentInventory, past: Inventory): Inventory {
  const given = (resource: string): boolean => seen.has(`api:${resource}`);
  return {
    ...present,
    nodes: given('nodes') ? present.nodes : past.nodes,
    workloads: mergeWorkloads(present.workloads, past.workloads, seen),
    volumeClaims: given('persistentvolumeclaims')
      ? withUse(present.volumeClaims, past.volumeClaims)
      : past.volumeClaims,
    volumes: present.volumes ?? past.volumes,
    disruptionBudgets: present.disruptionBudgets ?? past.disruptionBudgets,
    namespaces: present.namespaces ?? past.namespaces,
    services: present.services ?? past.services,
  };
}

function mergeWorkloads(
  present: readonly Workload[],
  past: readonly Workload[],
  seen: ReadonlySet<string>,
): Workload[] {
  const known = new Set(
    present.flatMap(({ reference, pods }) => pods.map(pod => `${reference.namespace}/${pod.name}`)),
  );
  /** Where the API gave no pods, those that kube-state-metrics has are there; else the ones that only it has are gone. */
  const added = (workload: Workload): Pod[] =>
    workload.pods
      .filter(pod => !known.has(`${workload.reference.namespace}/${pod.name}`))
      .map(pod => (seen.has('api:pods') ? { ...pod, present: false } : pod));
  const pastOf = new Map(past.map(workload => [workload.id, workload]));
  const ids = new Set(present.map(workload => workload.id));
  const stillThere = present.map(workload => {
    const before = pastOf.get(workload.id);
    return before === undefined
      ? workload
      : { ...completed(workload, before, seen), pods: [...workload.pods, ...added(before)] };
  });
  const gone = past
    .filter(workload => !ids.has(workload.id))
    .map(workload => ({ ...workload, pods: added(workload) }))
    .filter(workload => workload.pods.length > 0);
  return [...stillThere, ...gone];
}

/** List in which the API tells of the controllers of each kind that kube-state-metrics knows too. */
const LIST_OF: Readonly<Record<string, string>> = {
  Deployment: 'api:deployments',
  StatefulSet: 'api:statefulsets',
  DaemonSet: 'api:daemonsets',
  CronJob: 'api:cronjobs',
  Job: 'api:jobs',
};

/** What the lists that were not given would have told of a workload, as kube-state-metrics tells it. */
function completed(workload: Workload, before: Workload, seen: ReadonlySet<string>): Workload {
  const list = LIST_OF[workload.reference.kind];
  const { createdAt, desiredReplicas, job, maxUnavailable, schedule, suspended, timeZone } = before;
  const { annotations, labels } = before;
  const controller =
    list === undefined || seen.has(list)
      ? {}
      : {
          annotations,
          createdAt,
          desiredReplicas,
          job,
          labels,
          maxUnavailable,
          schedule,
          suspended,
          timeZone,
        };
  return {
    ...workload,
    ...controller,
    // Between two runs of a CronJob the API shows no pod and so no containers; the last pod had them.
    containers: workload.containers.length > 0 ? workload.containers : before.containers,
    autoscaler: seen.has('api:horizontalpodautoscalers')
      ? workload.autoscaler
      : (workload.autoscaler ?? before.autoscaler),
  };
}

function withUse(present: readonly VolumeClaim[], past: readonly VolumeClaim[]): VolumeClaim[] {
  const pastOf = new Map(past.map(claim => [`${claim.namespace}/${claim.name}`, claim]));
  return present.map(claim => {
    const before = pastOf.get(`${claim.namespace}/${claim.name}`);
    return {
      ...claim,
      usedBytes: claim.usedBytes ?? before?.usedBytes ?? null,
      growth: claim.growth ?? before?.growth ?? null,
    };
  });
}
