import type { V1Pod } from '@kubernetes/client-node';
import {
  type Autoscaler,
  type Workload,
  workloadId,
  objectLabel,
  type WorkloadReference,
} from '../../model/index.ts';
import { topOwner } from '../inventory/ownerChain.ts';
import { type Controller, controllerKey, controllersOf } from './controllers.ts';
import { identityOf } from './identityOf.ts';
import { controllerOf, intermediateOwners } from './intermediateOwners.ts';
import { podContainers } from './podContainers.ts';
import type { ClusterObjects } from './readClusterObjects.ts';
import { toAutoscaler } from './toAutoscaler.ts';
import { toPod } from './toPod.ts';

/** A workload with the objects it was made from. */
export interface WorkloadRecord {
  readonly workload: Workload;
  readonly pods: readonly V1Pod[];
  readonly controller: Controller | undefined;
}

/**
 * Puts each pod under the controller that people edit, and adds the controllers that have no pod now.
 *
 * @param note - told of each quantity that cannot be read
 */
export function toWorkloads(
  objects: ClusterObjects,
  clusterId: string,
  note: (message: string) => void,
): WorkloadRecord[] {
  const controllers = controllersOf(objects);
  const autoscalers = autoscalersByTarget(objects);
  const podsOf = new Map<string, V1Pod[]>();
  for (const [key, controller] of controllers) if (controller.standsAlone) podsOf.set(key, []);
  const intermediate = intermediateOwners(objects);
  for (const pod of objects.pods) {
    const { namespace, name } = identityOf(pod);
    const owner = topOwner(
      { namespace, name, node: pod.spec?.nodeName ?? null },
      controllerOf(pod.metadata),
      intermediate,
    );
    const key = controllerKey(owner.kind, namespace, owner.name);
    const siblings = podsOf.get(key);
    if (siblings) siblings.push(pod);
    else podsOf.set(key, [pod]);
  }
  return [...podsOf].map(([key, pods]) => {
    const controller = controllers.get(key);
    const [kind = '', namespace = '', name = ''] = key.split('/');
    const reference = { clusterId, namespace, kind, name };
    const workload = toWorkload(reference, pods, controller, autoscalers.get(key) ?? null, note);
    return { workload, pods, controller };
  });
}

function toWorkload(
  reference: WorkloadReference,
  unordered: readonly V1Pod[],
  controller: Controller | undefined,
  autoscaler: Autoscaler | null,
  note: (message: string) => void,
): Workload {
  const pods = [...unordered].sort((a, b) => created(b) - created(a));
  const spec = pods[0]?.spec ?? controller?.template?.spec;
  return {
    id: workloadId(reference),
    reference,
    containers: podContainers(spec, message => note(`${objectLabel(reference)}: ${message}`)),
    pods: pods.map(toPod),
    desiredReplicas: controller?.desiredReplicas ?? null,
    autoscaler,
    ...described(reference, controller, pods[0]),
    schedule: controller?.schedule ?? null,
    podLabels: pods[0]?.metadata?.labels ?? {},
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

/** Labels and annotations of what people edit; a bare or static pod is its own manifest. */
function described(
  { kind }: WorkloadReference,
  controller: Controller | undefined,
  pod: V1Pod | undefined,
): Pick<Workload, 'labels' | 'annotations'> {
  const metadata = kind === 'Pod' || kind === 'Node' ? pod?.metadata : controller?.metadata;
  return { labels: metadata?.labels ?? {}, annotations: withoutManifest(metadata?.annotations ?? {}) };
}

const created = (pod: V1Pod): number => new Date(pod.metadata?.creationTimestamp ?? 0).getTime();

/** The annotation in which `kubectl apply` keeps the whole manifest is long and may hold what nobody should store twice. */
const withoutManifest = (annotations: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).filter(
      ([name]) => name !== 'kubectl.kubernetes.io/last-applied-configuration',
    ),
  );

function autoscalersByTarget({ horizontalpodautoscalers }: ClusterObjects): Map<string, Autoscaler> {
  return new Map(
    horizontalpodautoscalers.flatMap(autoscaler => {
      const target = autoscaler.spec?.scaleTargetRef;
      const { namespace } = identityOf(autoscaler);
      return target
        ? [[controllerKey(target.kind, namespace, target.name), toAutoscaler(autoscaler)] as const]
        : [];
    }),
  );
}
