import type {
  ClusterNode,
  Constraint,
  NodeSelectorTerms,
  Scheduling,
  Taint,
  Toleration,
} from '../../model/index.ts';
import { matchesNode } from './selectors.ts';

/** Where nothing else is said, a pod may run on any node. */
export const ANYWHERE: Scheduling = {
  nodeSelector: {},
  nodeAffinity: null,
  podAffinity: [],
  podAntiAffinity: [],
  tolerations: [],
  topologySpread: [],
  priorityClass: null,
  hostPorts: [],
};

export type Labels = Readonly<Record<string, string>>;

/** Labels of a node, with the well-known ones made up from what is known of it where the list lacks them. */
export function nodeLabels(node: ClusterNode): Labels {
  const wellKnown: Readonly<Record<string, string | null>> = {
    'kubernetes.io/hostname': node.name,
    'topology.kubernetes.io/zone': node.zone,
    'topology.kubernetes.io/region': node.region,
    'kubernetes.io/arch': node.architecture,
    'node.kubernetes.io/instance-type': node.instanceType,
  };
  const known = Object.entries(wellKnown).filter((entry): entry is [string, string] => entry[1] !== null);
  return { ...Object.fromEntries(known), ...node.labels };
}

/** As in Kubernetes: an empty key with `Exists` tolerates all, an empty effect every effect. */
const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean =>
  (effect === '' || effect === taint.effect) &&
  (key === '' ? operator === 'Exists' : key === taint.key) &&
  (operator === 'Exists' || value === taint.value);

const tolerated = (tolerations: readonly Toleration[], taint: Taint): boolean =>
  tolerations.some(toleration => tolerates(toleration, taint));

/** What about the node itself, whatever runs on it, allows a kind of pod: the same for all pods of one shape. */
export interface NodeFit {
  /** {@link FITS}, {@link AVOIDED}, or 2 + the index of the constraint in {@link STATIC}. By node. */
  readonly codes: Uint8Array;
  /** 1 where node selector and node affinity hold: these nodes' domains count for topology spread. */
  readonly selected: Uint8Array;
}

export const FITS = 0;
/** A taint of effect PreferNoSchedule that is not tolerated: only where nothing else fits. */
export const AVOIDED = 1;
const STATIC = ['cordoned', 'taint', 'node-affinity', 'volume-zone'] as const satisfies readonly Constraint[];

export const staticConstraint = (code: number): Constraint | null => STATIC[code - 2] ?? null;

const selectedBy = ({ nodeSelector, nodeAffinity }: Scheduling, labels: Labels, name: string): boolean =>
  Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
  (nodeAffinity === null || matchesNode(nodeAffinity, labels, name));

function codeOf(
  node: ClusterNode,
  labels: Labels,
  scheduling: Scheduling,
  volumes: readonly NodeSelectorTerms[],
  selected: boolean,
): number {
  const barring = (constraint: (typeof STATIC)[number]) => 2 + STATIC.indexOf(constraint);
  const untolerated = node.taints.filter(taint => !tolerated(scheduling.tolerations, taint));
  if (node.unschedulable) return barring('cordoned');
  if (untolerated.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute')) {
    return barring('taint');
  }
  if (!selected) return barring('node-affinity');
  if (!volumes.every(terms => matchesNode(terms, labels, node.name))) return barring('volume-zone');
  return untolerated.length > 0 ? AVOIDED : FITS;
}

/** Judges nodes by shape of pod, each shape once. */
export class NodeFits {
  readonly #nodes: readonly { readonly node: ClusterNode; readonly labels: Labels }[];
  readonly #known = new Map<string, NodeFit>();

  constructor(nodes: readonly { readonly node: ClusterNode; readonly labels: Labels }[]) {
    this.#nodes = nodes;
  }

  /** @param volumes where each of the pod's volumes can be reached from */
  of(scheduling: Scheduling, volumes: readonly NodeSelectorTerms[]): NodeFit {
    const { nodeSelector, nodeAffinity, tolerations } = scheduling;
    const key = JSON.stringify([Object.entries(nodeSelector).sort(), nodeAffinity, tolerations, volumes]);
    const known = this.#known.get(key);
    if (known) return known;
    const selected = Uint8Array.from(this.#nodes, ({ node, labels }) =>
      selectedBy(scheduling, labels, node.name) ? 1 : 0,
    );
    const codes = Uint8Array.from(this.#nodes, ({ node, labels }, index) =>
      codeOf(node, labels, scheduling, volumes, selected[index] === 1),
    );
    const fit: NodeFit = { codes, selected };
    this.#known.set(key, fit);
    return fit;
  }
}
