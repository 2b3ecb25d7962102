import type { Constraint, KubernetesNamespace } from '../../model/index.ts';
import { Affinities } from './Affinities.ts';
import { Spreads } from './Spreads.ts';
import { AVOIDED, FITS, staticConstraint } from './nodeFit.ts';
import type { PodRequest } from './podRequest.ts';
import type { Room, SimulatedNode, SimulatedPod, SimulatedWorkload } from './simulation.ts';

const add = (room: Room, { cpu, memory, gpus, pods }: Readonly<Room>, by: 1 | -1): void => {
  room.cpu += by * cpu;
  room.memory += by * memory;
  room.gpus += by * gpus;
  room.pods += by * pods;
};

/** As kube-scheduler: what a pod does not ask for cannot be short. */
const shortOf = ({ cpu, memory, gpus }: PodRequest, room: Room): Constraint | null => {
  if (cpu > 0 && cpu > room.cpu) return 'cpu';
  if (memory > 0 && memory > room.memory) return 'memory';
  if (gpus > 0 && gpus > room.gpus) return 'gpus';
  return room.pods < 1 ? 'pod-count' : null;
};

/**
 * Where every pod is, what is free, and whether a pod may come: the cluster as kube-scheduler sees it,
 * changed step by step and back again.
 */
export class ClusterState {
  readonly nodes: readonly SimulatedNode[];
  readonly workloads: readonly SimulatedWorkload[];
  /** What is free on all nodes that take pods. */
  readonly free: Room = { cpu: 0, memory: 0, gpus: 0, pods: 0 };
  readonly #workers = { pool: new Map<string | null, number>(), zone: new Map<string | null, number>() };
  readonly #affinities: Affinities;
  readonly #spreads: Spreads;

  constructor(
    nodes: readonly SimulatedNode[],
    workloads: readonly SimulatedWorkload[],
    namespaces: readonly KubernetesNamespace[] | null,
  ) {
    this.nodes = nodes;
    this.workloads = workloads;
    this.#affinities = new Affinities(nodes, workloads, namespaces);
    this.#spreads = new Spreads(nodes, workloads);
    for (const node of nodes) this.#countNode(node, 1);
    for (const { pods } of workloads) {
      for (const pod of pods) if (pod.node) this.place(pod, pod.node);
    }
  }

  place(pod: SimulatedPod, node: SimulatedNode): void {
    pod.node = node;
    node.pods.add(pod);
    this.#account(pod, node, 1);
  }

  /** Takes the pod off its node; it is then nowhere. */
  take(pod: SimulatedPod): void {
    const { node } = pod;
    if (node === null) return;
    pod.node = null;
    node.pods.delete(pod);
    this.#account(pod, node, -1);
  }

  /** Gives all pods of the workload another request, where they are: nodes may then be over-committed. */
  resize(workload: SimulatedWorkload, request: PodRequest): void {
    for (const { node } of workload.pods) {
      if (node === null) continue;
      this.#changeRoom(node, { ...workload.request, pods: 0 }, 1);
      this.#changeRoom(node, { ...request, pods: 0 }, -1);
    }
    workload.request = request;
  }

  /** From now on the node takes no pod and is no domain. */
  close(node: SimulatedNode): void {
    this.#countNode(node, -1);
    node.closed = true;
    this.#spreads.changeNode(node, -1);
  }

  open(node: SimulatedNode): void {
    node.closed = false;
    this.#countNode(node, 1);
    this.#spreads.changeNode(node, 1);
  }

  /** Nodes of a pool, or of a zone, that take pods. */
  workersIn(group: 'pool' | 'zone', name: string | null): number {
    return this.#workers[group].get(name) ?? 0;
  }

  /** What speaks against the pod on each node, given where all others are; `null` where nothing does. */
  refusals(pod: SimulatedPod): (node: SimulatedNode) => Constraint | null {
    const { workload, fit } = pod;
    const spreads = this.#spreads.check(pod);
    return node => {
      const code = fit.codes[node.index] ?? FITS;
      if (code > AVOIDED) return staticConstraint(code);
      const short = shortOf(workload.request, node.room);
      if (short) return short;
      if (workload.hostPorts.some(port => (node.hostPorts.get(port) ?? 0) > 0)) return 'host-port';
      const company = this.#affinities.refusal(workload, node);
      if (company) return company;
      return spreads === null || spreads(node) ? null : 'topology-spread';
    };
  }

  /** True where pods that left the node have left others without the company they require. */
  leftLonely(workloads: Iterable<SimulatedWorkload>, node: SimulatedNode): boolean {
    for (const workload of workloads) if (this.#affinities.leavesLonely(workload, node)) return true;
    return false;
  }

  #account(pod: SimulatedPod, node: SimulatedNode, by: 1 | -1): void {
    const { workload } = pod;
    this.#changeRoom(node, { ...workload.request, pods: 1 }, by === 1 ? -1 : 1);
    for (const port of workload.hostPorts) node.hostPorts.set(port, (node.hostPorts.get(port) ?? 0) + by);
    this.#affinities.change(workload, node, by);
    this.#spreads.change(workload, node, by);
  }

  #changeRoom(node: SimulatedNode, amount: Readonly<Room>, by: 1 | -1): void {
    this.#countFree(node, -1);
    add(node.room, amount, by);
    this.#countFree(node, 1);
  }

  /** What is lacking on one node is not lacking on the others. */
  #countFree(node: SimulatedNode, by: 1 | -1): void {
    if (!takesPods(node)) return;
    const { cpu, memory, gpus, pods } = node.room;
    this.free.cpu += by * Math.max(0, cpu);
    this.free.memory += by * Math.max(0, memory);
    this.free.gpus += by * Math.max(0, gpus);
    this.free.pods += by * Math.max(0, pods);
  }

  #countNode(node: SimulatedNode, by: 1 | -1): void {
    if (!takesPods(node)) return;
    if (isWorker(node)) {
      for (const group of ['pool', 'zone'] as const) {
        const counts = this.#workers[group];
        counts.set(node.node[group], (counts.get(node.node[group]) ?? 0) + by);
      }
    }
    this.#countFree(node, by);
  }
}

const takesPods = ({ closed, node }: SimulatedNode): boolean => !closed && !node.unschedulable;

/** True for nodes that are there for anybody's pods, now and later. */
export const isWorker = (node: SimulatedNode): boolean => takesPods(node) && node.hold === null;
