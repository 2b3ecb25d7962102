import type { Workload } from '../../model/index.ts';
import { SYSTEM_NAMESPACES } from './scalable.ts';

/** Namespaces in which clusters keep the agents that serve every node; a name that starts so counts too where it ends with a dash. */
const AGENT_NAMESPACES = [
  'calico-system',
  'cattle-',
  'cert-manager',
  'cilium',
  'falco',
  'gatekeeper-system',
  'gke-',
  'gmp-system',
  'gpu-operator',
  'istio-system',
  'kepler',
  'kube-',
  'linkerd',
  'logging',
  'longhorn-system',
  'metallb-system',
  'monitoring',
  'node-feature-discovery',
  'observability',
  'openebs',
  'openshift-',
  'rook-ceph',
  'tigera-operator',
] as const;

/** What agents of nodes are called: networks, storage drivers, devices, and what measures the node. */
const AGENT_NAMES =
  /(^|-)(aws-node|calico|canal|ceph|cilium|csi|cni|datadog|dcgm|ebs|efs|falco|filebeat|flannel|fluent-?bit|fluentd|kepler|kube-proxy|kured|linkerd-cni|longhorn|metallb|multus|netdata|node-(exporter|agent|driver|local|problem|termination)|nodelocaldns|npd|nvidia|alloy|otel|promtail|rook|scaphandre|speaker|sysdig|tetragon|tuned|vector|weave)(-|$)/;

const inAgentNamespace = (namespace: string): boolean =>
  SYSTEM_NAMESPACES.has(namespace) ||
  AGENT_NAMESPACES.some(name => (name.endsWith('-') ? namespace.startsWith(name) : namespace === name));

/**
 * True for an agent that has to reach into its node: whatever the cluster itself runs in kube-system, and
 * DaemonSets that are named as such agents are and stand in a namespace where such agents stand. A name alone
 * excuses nobody: a DaemonSet of that name in a team's namespace may be anything.
 */
export function isNodeAgent({ reference: { namespace, kind, name } }: Workload): boolean {
  if (namespace === 'kube-system') return true;
  return kind === 'DaemonSet' && inAgentNamespace(namespace) && AGENT_NAMES.test(name);
}
