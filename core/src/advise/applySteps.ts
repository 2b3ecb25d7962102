import { type Change, type Opportunity, objectLabel } from '../model/index.ts';

/** Kinds whose pod template `kubectl set resources` can change. */
const SETTABLE: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  CronJob: 'cronjob',
  ReplicaSet: 'replicaset',
  ReplicationController: 'replicationcontroller',
};

/** Kinds that roll a change out pod by pod and can tell how far they are. */
const ROLLING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function flag(changes: readonly Change[], part: 'requests' | 'limits'): string {
  const settings = changes
    .filter(({ target }) => target.startsWith(`${part}.`))
    .map(({ target, to }) => `${target.slice(part.length + 1)}=${to}`);
  return settings.length === 0 ? '' : ` --${part}=${settings.join(',')}`;
}

/** How to make a change of requests and limits: in the manifest, at once, and how to see that it is through. */
export function resourceSteps({ subject: workload, container, changes }: Opportunity): readonly string[] {
  const settings = changes.map(({ target, to }) => `resources.${target}: ${to}`).join(', ');
  const type = SETTABLE[workload.kind];
  const manifest = `Where the manifest of ${objectLabel(workload)} is kept, set for container ${container ?? ''}: ${settings}.`;
  if (workload.kind === 'Node') {
    return [manifest, 'That is the folder staticPodPath of its kubelet, which restarts the pod by itself.'];
  }
  if (!type) return [manifest, 'Roll it out the way this kind of workload is rolled out.'];
  const target = `${type}/${workload.name}`;
  const atOnce = `Or at once, until the next deployment from the manifest: kubectl -n ${workload.namespace} set resources ${target} -c ${container ?? ''}${flag(changes, 'requests')}${flag(changes, 'limits')}`;
  const follow = ROLLING.has(workload.kind)
    ? `Follow the rollout: kubectl -n ${workload.namespace} rollout status ${target}`
    : 'Pods that run already keep the old values; the next ones start with the new.';
  return [manifest, atOnce, follow];
}

/** How to stop a workload so that it can be brought back. */
export function stopSteps({ subject: workload, changes }: Opportunity): readonly string[] {
  const before = changes.find(({ target }) => target === 'replicas')?.from ?? '';
  const type = SETTABLE[workload.kind];
  const scale = (replicas: string) =>
    type
      ? `kubectl -n ${workload.namespace} scale ${type}/${workload.name} --replicas=${replicas}`
      : `set spec.replicas: ${replicas} in its manifest`;
  return [
    `Ask the owner of ${objectLabel(workload)} whether it is still needed.`,
    `Scale it down: ${scale('0')}`,
    'Set the same number of replicas where its manifest is kept, or the next deployment starts it again. An autoscaler of its own has to be removed first.',
    `To bring it back: ${scale(before)}`,
    'When nobody has missed it for a while, delete it with its services, volumes and configuration.',
  ];
}
