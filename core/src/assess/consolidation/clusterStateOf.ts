import {
  type ClusterNode,
  type Inventory,
  type NodeSelectorTerms,
  type Observation,
  type Pod,
  type Workload,
} from '../../model/index.ts';
import { ClusterState } from './ClusterState.ts';
import { DisruptionBudgets } from './disruptionBudgets.ts';
import {
  evictionAnnotation,
  type Hold,
  leavesWithNode,
  needsNamespaces,
  VolumeReach,
  workloadHold,
} from './mobility.ts';
import { ANYWHERE, NodeFits, nodeLabels } from './nodeFit.ts';
import { microcores, podRequest } from './podRequest.ts';
import type { Room, SimulatedNode, SimulatedPod, SimulatedWorkload } from './simulation.ts';

/** What a simulation takes for granted where the cluster does not tell. */
export interface SimulationOptions {
  /** Pods of which nobody says where they may run: stay where they are, or may go anywhere. Default: `pinned`. */
  readonly unknownScheduling?: 'pinned' | 'free';
  /** Nodes on which something runs that could not be read. */
  readonly unknownLoad?: ReadonlySet<string>;
}

/** Kubelet's own limit where nobody says another. */
export const DEFAULT_MAX_PODS = 110;

/** Labels of nodes that hold the cluster together. */
const CONTROL_PLANE = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

export const isControlPlane = ({ labels }: ClusterNode): boolean =>
  CONTROL_PLANE.some(label => label in labels);

function holdOf(node: ClusterNode, { unknownLoad }: SimulationOptions): Hold | null {
  if (isControlPlane(node)) return { constraint: 'control-plane', by: null };
  const { cpu, memory } = sizeOf(node);
  if (cpu === null || memory === null) return { constraint: 'unknown-size', by: null };
  return unknownLoad?.has(node.name) ? { constraint: 'unknown-load', by: null } : null;
}

const sizeOf = ({ allocatable, capacity }: ClusterNode) => ({
  cpu: allocatable.cpu ?? capacity.cpu,
  memory: allocatable.memory ?? capacity.memory,
  gpus: allocatable.gpus ?? capacity.gpus ?? 0,
});

function simulatedNode(node: ClusterNode, index: number, options: SimulationOptions): SimulatedNode {
  const { cpu, memory, gpus } = sizeOf(node);
  const hold = holdOf(node, options);
  const allocatable: Room = {
    cpu: microcores(cpu ?? 0),
    memory: memory ?? 0,
    gpus,
    pods: node.maxPods ?? DEFAULT_MAX_PODS,
  };
  return {
    index,
    node,
    labels: nodeLabels(node),
    allocatable,
    room: { ...allocatable },
    pods: new Set(),
    hostPorts: new Map(),
    hold,
    // Nothing is placed where load or size are not known.
    closed: hold?.constraint === 'unknown-load' || hold?.constraint === 'unknown-size',
  };
}

/** Waiting pods are part of it: the room they are going to take is not free. */
const counts = ({ present, phase }: Pod): boolean => present && (phase === 'Running' || phase === 'Pending');

/** Builds simulated workloads with their pods. */
class Builder {
  readonly #nodes: ReadonlyMap<string, SimulatedNode>;
  readonly #fits: NodeFits;
  readonly #reach: VolumeReach;
  readonly #budgets: DisruptionBudgets;
  readonly #inventory: Inventory;
  readonly #options: SimulationOptions;

  constructor(inventory: Inventory, nodes: readonly SimulatedNode[], options: SimulationOptions) {
    this.#inventory = inventory;
    this.#options = options;
    this.#nodes = new Map(nodes.map(node => [node.node.name, node]));
    this.#fits = new NodeFits(nodes);
    this.#reach = new VolumeReach(inventory);
    this.#budgets = new DisruptionBudgets(inventory.disruptionBudgets ?? []);
  }

  workload(workload: Workload, index: number): SimulatedWorkload {
    const made: SimulatedWorkload = {
      index,
      workload,
      hostPorts: workload.scheduling?.hostPorts ?? [],
      hold: this.#hold(workload),
      annotation: evictionAnnotation(workload),
      leavesWithNode: leavesWithNode(workload),
      budgets: this.#budgets.of(workload),
      pods: [],
      request: podRequest(workload.containers),
    };
    const known = ({ node }: Pod) => node === null || this.#nodes.has(node);
    for (const pod of workload.pods) {
      if (counts(pod) && known(pod)) made.pods.push(this.#pod(pod, made));
    }
    return made;
  }

  #hold(workload: Workload): Hold | null {
    const own = workloadHold(workload, this.#options.unknownScheduling ?? 'pinned');
    if (own || this.#inventory.namespaces !== null || !workload.scheduling) return own;
    return needsNamespaces(workload.scheduling) ? { constraint: 'unknown-namespaces', by: null } : null;
  }

  #pod(pod: Pod, made: SimulatedWorkload): SimulatedPod {
    const reach = made.leavesWithNode ? [] : this.#reach.of(made.workload, pod);
    const volumes: readonly NodeSelectorTerms[] = 'constraint' in reach ? [] : reach;
    return {
      name: pod.name,
      startedAt: pod.startedAt ?? 0,
      workload: made,
      fit: this.#fits.of(made.workload.scheduling ?? ANYWHERE, volumes),
      hold: 'constraint' in reach ? reach : null,
      node: pod.node === null ? null : (this.#nodes.get(pod.node) ?? null),
    };
  }
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The cluster as it is, ready to be simulated. Nodes and workloads are put in the order of their names,
 * so that the order in which they were read decides nothing.
 */
export function clusterStateOf({ inventory }: Observation, options: SimulationOptions = {}): ClusterState {
  const nodes = inventory.nodes
    .toSorted((a, b) => byCode(a.name, b.name))
    .map((node, index) => simulatedNode(node, index, options));
  const builder = new Builder(inventory, nodes, options);
  const workloads = inventory.workloads
    .toSorted((a, b) => byCode(a.id, b.id))
    .map((workload, index) => builder.workload(workload, index));
  for (const { pods } of workloads) pods.sort((a, b) => byCode(a.name, b.name));
  return new ClusterState(nodes, workloads, inventory.namespaces);
}
