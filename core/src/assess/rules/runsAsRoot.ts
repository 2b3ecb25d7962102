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

const security = (runsAsRoot: boolean | null): ContainerSecurity => ({
  privileged: false,
  runsAsRoot,
  allowsPrivilegeEscalation: true,
});

const declaration: RuleDeclaration = {
  id: 'runs-as-root',
  title: 'Runs as root',
  finds:
    'A container whose manifest makes it run as user 0. Root in the container is root on the node as soon as one wall falls, which is why such pods are kept apart: on nodes of their own, that are seldom full.',
  needs: [POD_SPECS],
  thresholds: [
    {
      meaning: 'Containers that run as root, at least',
      unit: 'count',
      source: 'Pod Security Standards, profile Restricted: none',
      valueIn: () => 1,
    },
  ],
  leavesAlone: [
    'Containers whose user only the image decides: nothing in the cluster tells it, and a guess would be wrong about half of them.',
    'Privileged containers: they have a rule of their own, and their user is the smaller matter.',
    'What the cluster itself runs in kube-system, and node agents in the namespaces where such agents stand.',
    'Money: none is claimed.',
  ],
  remediation: 'Set `runAsNonRoot: true` and a `runAsUser` other than 0, with files that this user may read.',
  wording: {
    title: 'Run {name} as an ordinary user',
    summary: [
      '{root.containers} containers of {subject} run as root by their manifest, in {pods} pods on {nodes} nodes.',
    ],
    why: [
      'A flaw in the container run-time gives root of a container the node, and with it all pods that share it.',
      'Pools under the profile Restricted, which many teams can fill together, refuse it; a pool for a few is seldom full.',
    ],
    steps: [
      'Set `securityContext.runAsNonRoot: true`, `runAsUser` to a user of its own and `allowPrivilegeEscalation: false`.',
      'Give that user the files: `fsGroup` for volumes, `chown` when the image is built.',
      'A port that only root may open becomes a higher one, behind the same Service port.',
    ],
    watchAfterwards: ['Errors such as "permission denied" in the logs of {name}.'],
  },
  examples: [
    {
      name: 'is told to run as user 0',
      cluster: { workloads: [{ containers: [{ declared: { security: security(true) } }] }] },
      verdict: 'found',
    },
    {
      name: 'is told to run as somebody else',
      cluster: { workloads: [{ containers: [{ declared: { security: security(false) } }] }] },
      verdict: 'not found',
    },
    {
      name: 'leaves its user to the image',
      cluster: { workloads: [{ containers: [{ declared: { security: security(null) } }] }] },
      verdict: 'not found',
    },
    {
      name: 'is a storage driver of the cluster',
      cluster: {
        workloads: [
          {
            kind: 'DaemonSet',
            name: 'ebs-csi-node',
            namespace: 'kube-system',
            containers: [{ declared: { security: security(true) } }],
          },
        ],
      },
      verdict: 'not found',
    },
  ],
};

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const root = workload.containers.filter(
    one => one.security?.runsAsRoot === true && !one.security.privileged,
  );
  if (root.length === 0 || isNodeAgent(workload)) return FINE;
  return securityFinding(subject, {
    said: `Its pod template says so: ${namesOf(root)}`,
    risks: [
      {
        level: 'medium',
        reason: 'Files and ports that only root may use have to be given to the new user first',
      },
    ],
    evidence: [
      fact(
        'root.containers',
        'Containers of a pod that run as root',
        root.length,
        'count',
        declared(context.observation),
      ),
    ],
  });
}

export const runsAsRoot: WorkloadRule = { scope: 'workload', declaration, detect };
