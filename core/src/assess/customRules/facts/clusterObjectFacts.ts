import type { ClusterNode, KubernetesNamespace, Workload } from '../../../model/index.ts';
import { placementsOf, totalPods } from '../../footprint/placements.ts';
import { requested } from '../../footprint/reservation.ts';
import { computed, declared } from '../../judgement/evidence.ts';
import type { ClusterContext } from '../../rule.ts';
import { type Fact, factsFrom } from './factDeclaration.ts';
import { knownFootprint } from './sumFacts.ts';
import { ageOf } from './workloadFacts.ts';

/** A namespace with what stands in it. */
export interface NamespaceSubject {
  readonly context: ClusterContext;
  readonly name: string;
  /** `null` where namespaces could not be listed. */
  readonly declared: KubernetesNamespace | null;
  readonly workloads: readonly Workload[];
}

export interface NodeSubject {
  readonly context: ClusterContext;
  readonly node: ClusterNode;
}

const podsOf = ({ workloads, context }: NamespaceSubject): number =>
  workloads.reduce((total, workload) => total + totalPods(placementsOf(workload, context.observation)), 0);

/** Requests of all pods that run. */
const requestedBy = ({ workloads, context }: NamespaceSubject, resource: 'cpu' | 'memory'): number =>
  workloads.reduce((total, workload) => {
    const pods = totalPods(placementsOf(workload, context.observation));
    const perPod = workload.containers
      .filter(({ role }) => role !== 'init')
      .reduce((sum, container) => sum + requested(container)[resource], 0);
    return total + pods * perPod;
  }, 0);

/** A sum is known when all its parts are. */
function summed(
  { workloads, context }: NamespaceSubject,
  part: 'usdPerMonth' | 'energyPerMonth' | 'carbonPerMonth',
): number | null {
  let total = 0;
  for (const workload of workloads) {
    const amount = knownFootprint(workload, context)[part];
    if (amount === null) return null;
    total += amount;
  }
  return total;
}

const namespace = factsFrom<NamespaceSubject>(declared);
const listed = factsFrom<NamespaceSubject>(declared, ['api:namespaces', 'kube_namespace_labels']);
const footprint = factsFrom<NamespaceSubject>(() => computed('footprint'));

export const NAMESPACE_FACTS: readonly Fact<NamespaceSubject>[] = [
  namespace.text('namespaceObject.name', 'Name', one => one.name),
  listed.labels('namespaceObject.labels', 'Its labels', one => one.declared?.labels ?? null),
  listed.labels('namespaceObject.annotations', 'Its annotations', one => one.declared?.annotations ?? null),
  listed.number('namespaceObject.age', 'Time since it was made', 'seconds', one =>
    ageOf(one.declared?.createdAt ?? null, one.context),
  ),
  namespace.number('namespaceObject.workloads', 'Workloads in it', 'count', one => one.workloads.length),
  namespace.number('namespaceObject.pods', 'Pods in it that run', 'count', podsOf),
  namespace.number('namespaceObject.requests.cpu', 'CPU requests of all its pods', 'cores', one =>
    requestedBy(one, 'cpu'),
  ),
  namespace.number('namespaceObject.requests.memory', 'Memory requests of all its pods', 'bytes', one =>
    requestedBy(one, 'memory'),
  ),
  footprint.number('footprint.cost', 'What it costs', 'USD/month', one => summed(one, 'usdPerMonth')),
  footprint.number('footprint.energy', 'What it draws', 'kWh/month', one => summed(one, 'energyPerMonth')),
  footprint.number('footprint.carbon', 'What it emits', 'gCO2e/month', one => summed(one, 'carbonPerMonth')),
];

const node = factsFrom<NodeSubject>(declared);

export const NODE_FACTS: readonly Fact<NodeSubject>[] = [
  node.text('node.name', 'Name', one => one.node.name),
  node.text('node.instanceType', 'Type of the machine', one => one.node.instanceType),
  node.text('node.region', 'Region', one => one.node.region),
  node.text('node.zone', 'Zone', one => one.node.zone),
  node.text('node.pool', 'Pool', one => one.node.pool),
  node.text('node.architecture', 'amd64 or arm64', one => one.node.architecture),
  node.text('node.gpuModel', 'Name of its GPUs', one => one.node.gpuModel),
  node.truth('node.spot', 'Can be taken away at any time', one => one.node.spot),
  node.truth('node.unschedulable', 'Cordoned', one => one.node.unschedulable),
  node.labels('node.labels', 'Its labels', one => one.node.labels),
  node.texts('node.taints', 'Its taints, as key=value:effect', one =>
    one.node.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
  ),
  node.number('node.age', 'Time since it joined', 'seconds', one => ageOf(one.node.createdAt, one.context)),
  node.number('node.allocatable.cpu', 'CPU that pods can request', 'cores', one => one.node.allocatable.cpu),
  node.number(
    'node.allocatable.memory',
    'Memory that pods can request',
    'bytes',
    one => one.node.allocatable.memory,
  ),
  node.number(
    'node.allocatable.gpus',
    'GPUs that pods can request',
    'count',
    one => one.node.allocatable.gpus,
  ),
  node.number('node.allocatable.pods', 'Pods it may run', 'count', one => one.node.maxPods),
  node.number('node.watts', 'Power it draws, mean', 'watts', one => {
    const energy = one.context.observation.energy.nodes.get(one.node.name);
    return energy ? energy.active + energy.idle : null;
  }),
];
