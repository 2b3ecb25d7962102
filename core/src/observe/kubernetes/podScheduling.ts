import type {
  V1Container,
  V1PodAffinityTerm,
  V1PodSpec,
  V1Toleration,
  V1TopologySpreadConstraint,
} from '@kubernetes/client-node';
import type {
  LabelSelector,
  NodeSelectorTerms,
  PodAffinityTerm,
  Scheduling,
  Toleration,
  TopologySpread,
} from '../../model/index.ts';
import { labelSelector, requires } from './labelSelector.ts';
import { nodeSelectorTerms } from './nodeSelectorTerms.ts';

type Labels = Readonly<Record<string, string>>;

/** Where the scheduler may put pods of this specification and these labels. */
export function podScheduling(spec: V1PodSpec, podLabels: Labels, kind: string): Scheduling {
  const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {};
  const terms = nodeSelectorTerms(nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const affinity = (required: readonly V1PodAffinityTerm[] | undefined): PodAffinityTerm[] =>
    (required ?? []).map(term => affinityTerm(term, podLabels));
  return {
    nodeSelector: spec.nodeSelector ?? {},
    nodeAffinity: kind === 'DaemonSet' ? ofAnyPod(terms) : terms,
    podAffinity: affinity(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    podAntiAffinity: affinity(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    tolerations: (spec.tolerations ?? []).map(toleration),
    topologySpread: (spec.topologySpreadConstraints ?? []).map(term => topologySpread(term, podLabels)),
    priorityClass: spec.priorityClassName || null,
    hostPorts: [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(container =>
      hostPortsOf(container, spec.hostNetwork === true),
    ),
  };
}

/** The DaemonSet's controller binds each pod to its node by name, which says nothing of the others. */
function ofAnyPod(terms: NodeSelectorTerms | null): NodeSelectorTerms | null {
  const others = (terms ?? [])
    .map(term => term.filter(({ key }) => key !== 'metadata.name'))
    .filter(term => term.length > 0);
  return others.length === 0 ? null : others;
}

const affinityTerm = (term: V1PodAffinityTerm, podLabels: Labels): PodAffinityTerm => ({
  selector: [
    ...labelSelector(term.labelSelector),
    ...ownValues(term.matchLabelKeys, podLabels),
    ...ownValues(term.mismatchLabelKeys, podLabels).map(own => ({ ...own, operator: 'NotIn' as const })),
  ],
  topologyKey: term.topologyKey,
  namespaces: term.namespaces ?? [],
  namespaceSelector: term.namespaceSelector === undefined ? null : labelSelector(term.namespaceSelector),
});

/** Keys whose values the scheduler takes from the pod itself (`pod-template-hash`, say). */
const ownValues = (keys: readonly string[] | undefined, podLabels: Labels): LabelSelector =>
  (keys ?? []).flatMap(key => {
    const value = podLabels[key];
    return value === undefined ? [] : [requires(key, value)];
  });

const toleration = ({ key, operator, value, effect }: V1Toleration): Toleration => ({
  key: key ?? '',
  operator: operator === 'Exists' ? 'Exists' : 'Equal',
  value: value ?? '',
  effect: effect ?? '',
});

const topologySpread = (term: V1TopologySpreadConstraint, podLabels: Labels): TopologySpread => ({
  maxSkew: term.maxSkew,
  topologyKey: term.topologyKey,
  whenUnsatisfiable: term.whenUnsatisfiable === 'ScheduleAnyway' ? 'ScheduleAnyway' : 'DoNotSchedule',
  selector: [...labelSelector(term.labelSelector), ...ownValues(term.matchLabelKeys, podLabels)],
  minDomains: term.minDomains ?? null,
});

/** On the node's network every port of a container is one of the node. */
const hostPortsOf = ({ ports }: V1Container, hostNetwork: boolean): number[] =>
  (ports ?? []).flatMap(({ hostPort, containerPort }) =>
    hostPort ? [hostPort] : hostNetwork ? [containerPort] : [],
  );
