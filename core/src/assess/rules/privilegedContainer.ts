import type { ContainerSecurity } from '../../model/index.ts';
import { declared, fact } from '../judgement/evidence.ts';
import { namesOf, securityFinding } from '../judgement/securityFinding.ts';
import { isNodeAgent } from '../judgement/systemAgents.ts';
import {
  FINE,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { POD_SPECS } from './sharedDeclarations.ts';

const security = (privileged: boolean): ContainerSecurity => ({
  privileged,
  runsAsRoot: null,
  allowsPrivilegeEscalation: privileged,
});

const declaration: RuleDeclaration = {
  id: 'privileged-container',
  title: 'Privileged container',
  finds:
    'A container that may do to its node whatever the node’s own root may. It costs nothing by itself; it decides where its pods may run, and whom they endanger: sandboxed and serverless nodes refuse it, and whoever breaks out of it has all pods of the node.',
  needs: [POD_SPECS],
  thresholds: [
    {
      meaning: 'Privileged containers, at least',
      unit: 'count',
      source: 'Pod Security Standards, profile Baseline: none',
      valueIn: () => 1,
    },
  ],
  leavesAlone: [
    'What the cluster itself runs in kube-system, and DaemonSets that are node agents by name (CNI, CSI, device plug-ins, node-exporter, Kepler …) in the namespaces where such agents stand: reaching into the node is their work.',
    'An agent’s name in a team’s namespace excuses nobody.',
    'Money: none is claimed.',
  ],
  remediation:
    'Set `securityContext.privileged: false` and add the one capability, device or mount that is really needed.',
  wording: {
    title: 'Take the privilege from {name}',
    summary: [
      '{subject} runs {privileged.containers} privileged containers in {pods} pods on {nodes} nodes.',
      'It may do to its nodes whatever their own root may.',
    ],
    why: [
      'Sandboxed and serverless nodes (gVisor, Kata, Fargate, Autopilot) refuse it, so its pods need nodes of the ordinary kind, and keep them.',
      'Whoever breaks out of it has every pod and secret of the node; sharing nodes densely, which saves most, is what that forbids.',
    ],
    steps: [
      'Find out what it needs the privilege for: mostly one capability (`NET_ADMIN`, `SYS_PTRACE`), one device, or a build that could run rootless.',
      'Set `securityContext.privileged: false` and `capabilities.add` to that one; builds go to a rootless builder.',
      'Hold it with the label `pod-security.kubernetes.io/enforce: baseline` on namespace {namespace}.',
    ],
    watchAfterwards: ['Errors such as "operation not permitted" in the logs of {name}.'],
  },
  examples: [
    {
      name: 'runs a privileged container',
      cluster: { workloads: [{ containers: [{ declared: { security: security(true) } }] }] },
      verdict: 'found',
    },
    {
      name: 'runs a privileged init container',
      cluster: {
        workloads: [
          { containers: [{}, { name: 'setup', role: 'init', declared: { security: security(true) } }] },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'is a node-exporter in the namespace where agents stand',
      cluster: {
        workloads: [
          {
            kind: 'DaemonSet',
            name: 'prometheus-node-exporter',
            namespace: 'monitoring',
            containers: [{ declared: { security: security(true) } }],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is the network of the cluster',
      cluster: {
        workloads: [
          {
            kind: 'DaemonSet',
            name: 'cilium',
            namespace: 'kube-system',
            containers: [{ declared: { security: security(true) } }],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'calls itself a node-exporter in a team’s namespace',
      cluster: {
        workloads: [
          {
            kind: 'DaemonSet',
            name: 'node-exporter',
            namespace: 'shop',
            containers: [{ declared: { security: security(true) } }],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'has no privilege',
      cluster: { workloads: [{ containers: [{ declared: { security: security(false) } }] }] },
      verdict: 'not found',
    },
  ],
};

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const privileged = workload.containers.filter(container => container.security?.privileged);
  if (privileged.length === 0 || isNodeAgent(workload)) return FINE;
  return securityFinding(subject, {
    said: `Its pod template says so: ${namesOf(privileged)}`,
    risks: [
      {
        level: 'medium',
        reason: 'It may need what the privilege gives: without the right capability it stops working',
      },
    ],
    evidence: [
      fact(
        'privileged.containers',
        'Privileged containers of a pod',
        privileged.length,
        'count',
        declared(context.observation),
      ),
    ],
  });
}

export const privilegedContainer: WorkloadRule = { scope: 'workload', declaration, detect };
