import type { Pod, Workload } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { GROUP_VERSION, textOf } from './objectParts.ts';
import { podSpecObject } from './podSpecObject.ts';
import type { RecordedCluster, RecordedPod } from './recordedCluster.ts';

export function podObject(recorded: RecordedPod, cluster: RecordedCluster): KubernetesObject {
  const { pod, namespace, owner, workload } = recorded;
  const moment = pod.startedAt === null ? undefined : textOf(pod.startedAt);
  const spec = podSpecObject(workload, claimsOf(recorded, cluster));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace,
      uid: pod.uid,
      labels: workload.podLabels,
      annotations: workload.podAnnotations ?? {},
      ...(moment === undefined ? {} : { creationTimestamp: moment }),
      ...(owner.kind === '' ? {} : ownerReference(owner.kind, owner.name)),
    },
    spec: {
      ...spec,
      hostNetwork: pod.hostNetwork,
      ...(pod.node === null ? {} : { nodeName: pod.node }),
    },
    status: {
      phase: pod.phase,
      ...(moment === undefined ? {} : { startTime: moment }),
      ...statusObject(
        pod,
        spec.containers.map(({ name, image }) => ({ name, image })),
      ),
    },
  };
}

export const ownerReference = (kind: string, name: string) => ({
  ownerReferences: [
    { apiVersion: GROUP_VERSION[kind] ?? 'v1', kind, name, uid: `${kind}-${name}`, controller: true },
  ],
});

/** Claims that a workload's pods mount, by name; in old recordings only the claims themselves say so. */
export const claimNamesOf = (workload: Workload, { inventory }: RecordedCluster): readonly string[] =>
  workload.volumes?.claims ??
  inventory.volumeClaims.filter(({ mountedBy }) => mountedBy.includes(workload.id)).map(({ name }) => name);

/** Claims of one pod: of those that a StatefulSet makes for its pods only its own. */
function claimsOf({ pod, workload }: RecordedPod, cluster: RecordedCluster): string[] {
  const { kind, name } = workload.reference;
  return claimNamesOf(workload, cluster).filter(
    claim => kind !== 'StatefulSet' || !isTemplated(claim, name) || claim.endsWith(`-${pod.name}`),
  );
}

/** `data-kafka-0` is of a template `data` of the StatefulSet `kafka`. */
export const isTemplated = (claim: string, statefulSet: string): boolean =>
  new RegExp(`^.+-${statefulSet.replaceAll('.', '\\.')}-\\d+$`).test(claim);

/** Where the API server shows why a pod does not run as it should depends on what it is. */
function statusObject(
  { phase, restarts, trouble }: Pod,
  containers: readonly { name: string; image: string }[],
) {
  const killed = trouble === 'OOMKilled';
  const befell = phase === 'Failed' || trouble === 'Evicted';
  const waits = trouble !== null && !killed && !befell && trouble !== 'Unschedulable';
  return {
    ...(trouble !== null && befell && !killed ? { reason: trouble } : {}),
    ...(trouble === 'Unschedulable'
      ? { conditions: [{ type: 'PodScheduled', status: 'False', reason: trouble }] }
      : {}),
    containerStatuses: containers.map((container, index) => ({
      ...container,
      imageID: '',
      ready: phase === 'Running' && !waits,
      // The model knows the restarts of a pod, not of each container: they are the first one's.
      restartCount: index === 0 ? restarts : 0,
      ...(index === 0 && waits ? { state: { waiting: { reason: trouble } } } : {}),
      ...(index === 0 && killed ? { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } } : {}),
    })),
  };
}
