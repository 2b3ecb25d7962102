import { declared, fact } from '../judgement/evidence.ts';
import { securityFinding } from '../judgement/securityFinding.ts';
import { isNodeAgent } from '../judgement/systemAgents.ts';
import {
  FINE,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { POD_SPECS } from './sharedDeclarations.ts';

/** Paths through which a pod holds the node itself. */
const DECISIVE = /^\/($|etc|root|proc|sys|dev|boot|var\/lib\/(kubelet|docker|containerd)|var\/run|run)(\/|$)/;

const declaration: RuleDeclaration = {
  id: 'host-path-volume',
  title: 'Host path mounted',
  finds:
    'A workload that mounts a directory of its node. What it writes stays on that node when the pod moves, so nobody dares to move it: the node stays, however empty. And it sees what other pods and the node itself have there.',
  needs: [POD_SPECS],
  thresholds: [
    {
      meaning: 'Host paths mounted, at least',
      unit: 'count',
      source: 'Pod Security Standards, profile Baseline: none',
      valueIn: () => 1,
    },
  ],
  leavesAlone: [
    'What the cluster itself runs in kube-system, and DaemonSets that are node agents by name (CNI, CSI, log shippers, node-exporter …) in the namespaces where such agents stand: reading the node is their work.',
    'Money: none is claimed here; the node that it pins is told by the rules on nodes.',
  ],
  remediation:
    'Mount a volume claim for data, an emptyDir for scratch, a ConfigMap for files; leave host paths to node agents.',
  wording: {
    title: 'Take the host paths from {name}',
    summary: [
      '{subject} mounts {host-path.count} directories of the nodes its {pods} pods are on.',
      'What it writes there stays behind when a pod moves.',
    ],
    why: [
      'Cluster Autoscaler does not remove a node with such a pod unless told so, so the node stays however empty it is.',
      'Spot nodes and consolidation move pods without asking: data on a host path is then gone.',
      'It sees what other pods and the node itself keep there.',
    ],
    steps: [
      'Data that has to stay goes to a volume claim, scratch to an `emptyDir`, files to a ConfigMap.',
      'Where it only reads logs or metrics, let a node agent do that.',
      'Hold it with the label `pod-security.kubernetes.io/enforce: baseline` on namespace {namespace}.',
    ],
    watchAfterwards: ['That {name} finds its data on another node, before its old node goes.'],
  },
  examples: [
    {
      name: 'keeps its data in a directory of the node',
      cluster: { workloads: [{ volumes: { hostPaths: ['/data/shop'] } }] },
      verdict: 'found',
    },
    {
      name: 'is a log shipper in the namespace where agents stand',
      cluster: {
        workloads: [
          {
            kind: 'DaemonSet',
            name: 'fluent-bit',
            namespace: 'logging',
            volumes: { hostPaths: ['/var/log'] },
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'mounts a claim and scratch space only',
      cluster: { workloads: [{ volumes: { claims: ['data'], emptyDir: true } }] },
      verdict: 'not found',
    },
    {
      name: 'has volumes that nobody told',
      cluster: { workloads: [{ declared: { volumes: null } }] },
      verdict: 'not found',
    },
  ],
};

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const paths = workload.volumes?.hostPaths ?? [];
  if (paths.length === 0 || isNodeAgent(workload)) return FINE;
  const decisive = paths.filter(path => DECISIVE.test(path));
  return securityFinding(subject, {
    said: `Its pod template says so: ${paths.join(', ')}`,
    risks: [
      {
        level: 'medium',
        reason: 'What is in the directory has to move along, or it is lost to the workload',
      },
      ...(decisive.length === 0
        ? []
        : [
            {
              level: 'medium',
              reason: `Through \`${decisive.join(', ')}\` it can take over its node`,
            } as const,
          ]),
    ],
    evidence: [
      fact('host-path.count', 'Host paths it mounts', paths.length, 'count', declared(context.observation)),
    ],
  });
}

export const hostPathVolume: WorkloadRule = { scope: 'workload', declaration, detect };
