import { type Constraint, formatCount, type NodePin } from '../model/index.ts';

/** What keeps a pod where it is, said of the pod itself; `{by}` is the object that says no, in brackets. */
const HELD: Readonly<Partial<Record<Constraint, string>>> = {
  'bare-pod': 'belongs to nothing that would start it again elsewhere',
  job: 'runs to its end, and moving it would begin it anew',
  'eviction-annotation': 'is not to be evicted, as its annotation says',
  'disruption-budget': 'may not be evicted now, as its disruption budget says',
  'unknown-scheduling': 'stays, because nobody says where it may run',
  'unknown-volume': 'stays, because nobody says from where its volume can be reached',
  'unknown-namespaces': 'stays, because its affinity speaks of namespaces that could not be read',
};

/** What keeps the node itself. */
const KEPT: Readonly<Partial<Record<Constraint, string>>> = {
  'unknown-load': 'It carries workloads that could not be read',
  'control-plane': 'It belongs to the control plane',
  'unknown-size': 'Nobody says how much room it has',
  'last-of-pool': 'It is the last node of its pool',
  'last-of-zone': 'It is the last node of its zone',
};

/** Why other nodes do not take a pod, said of them: `3 nodes …`. */
const REFUSED: Readonly<Partial<Record<Constraint, string>>> = {
  cordoned: 'cordoned',
  taint: 'with a taint that it does not tolerate',
  'node-affinity': 'that its node selector or affinity excludes',
  'volume-zone': 'from which its volume cannot be reached',
  cpu: 'without CPU to spare',
  memory: 'without memory to spare',
  gpus: 'without GPUs to spare',
  'pod-count': 'with as many pods as they may have',
  'host-port': 'whose port is taken',
  'pod-affinity': 'without the pods that it must be near',
  'pod-anti-affinity': 'with pods that it must be apart from',
  'topology-spread': 'where its spread would become uneven',
};

function podName({ workload, pod }: NodePin): string {
  if (workload === null) return 'A pod';
  return `${workload.namespace}/${pod ?? workload.name}`;
}

const because = ({ by }: NodePin): string => (by === null ? '' : ` (${by})`);

/** Why one pod, or the node itself, keeps a node: `shop/db-0 fits nowhere else: 3 nodes without CPU to spare`. */
export function pinText(pin: NodePin): string {
  if (pin.workload === null) return `${KEPT[pin.constraint] ?? pin.constraint}${because(pin)}`;
  const held = HELD[pin.constraint];
  if (held !== undefined) return `${podName(pin)} ${held}${because(pin)}`;
  const refusals = pin.refusals.map(
    ({ constraint, nodes }) => `${formatCount(nodes, 'node')} ${REFUSED[constraint] ?? constraint}`,
  );
  const why = refusals.length > 0 ? refusals.join(', ') : (REFUSED[pin.constraint] ?? pin.constraint);
  return `${podName(pin)} fits on no other node: ${why}${because(pin)}`;
}
