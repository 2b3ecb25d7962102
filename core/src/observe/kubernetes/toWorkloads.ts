import type { V1Pod } from '@kubernetes/client-node';
import {
  type Autoscaler,
  objectLabel,
  seconds,
  type Workload,
  workloadId,
  type WorkloadReference,
} from '../../model/index.ts';
import { topOwner } from '../inventory/ownerChain.ts';
import { type Controller, controllerKey } from './Controller.ts';
import { autoscalersByTarget } from './autoscalersByTarget.ts';
import type { ClusterObjects } from './clusterResources.ts';
import { controllersOf } from './controllersOf.ts';
import { forAutoscalers } from './forAutoscalers.ts';
import { identityOf } from './identityOf.ts';
import { controllerOf, intermediateOwners } from './intermediateOwners.ts';
import { momentOf } from './momentOf.ts';
import { podContainers } from './podContainers.ts';
import { podScheduling } from './podScheduling.ts';
import { podVolumes } from './podVolumes.ts';
import { toPod } from './toPod.ts';
import { withoutManifest } from './withoutManifest.ts';

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
  const [newest] = pods;
  return {
    id: workloadId(reference),
    reference,
    pods: pods.map(toPod),
    desiredReplicas: controller?.desiredReplicas ?? null,
    autoscaler,
    ...described(reference, controller, newest),
    schedule: controller?.schedule ?? null,
    timeZone: controller?.timeZone ?? null,
    suspended: controller?.suspended ?? false,
    job: controller?.job ?? null,
    maxUnavailable: controller?.maxUnavailable ?? null,
    ...declared(reference, pods, controller, note),
  };
}

/** What the newest pod says of itself, or the template where there is none. */
function declared(
  reference: WorkloadReference,
  pods: readonly V1Pod[],
  controller: Controller | undefined,
  note: (message: string) => void,
): Pick<
  Workload,
  'containers' | 'podLabels' | 'podAnnotations' | 'terminationGracePeriod' | 'scheduling' | 'volumes'
> {
  const { metadata, spec } = pods[0] ?? controller?.template ?? {};
  const podLabels = metadata?.labels ?? {};
  const grace = spec?.terminationGracePeriodSeconds;
  return {
    containers: podContainers(spec, message => note(`${objectLabel(reference)}: ${message}`)),
    podLabels,
    podAnnotations: forAutoscalers(metadata?.annotations),
    terminationGracePeriod: grace === undefined ? null : seconds(grace),
    scheduling: spec ? podScheduling(spec, podLabels, reference.kind) : null,
    volumes: spec ? podVolumes(spec, pods, controller) : null,
  };
}

/** What is said of the thing that people edit; a bare or static pod is its own manifest. */
function described(
  { kind }: WorkloadReference,
  controller: Controller | undefined,
  pod: V1Pod | undefined,
): Pick<Workload, 'labels' | 'annotations' | 'createdAt'> {
  const metadata = kind === 'Pod' || kind === 'Node' ? pod?.metadata : controller?.metadata;
  return {
    labels: metadata?.labels ?? {},
    annotations: withoutManifest(metadata?.annotations),
    createdAt: momentOf(metadata?.creationTimestamp),
  };
}

const created = (pod: V1Pod): number => momentOf(pod.metadata?.creationTimestamp) ?? 0;
