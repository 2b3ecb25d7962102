import { type ClusterNode, type ImageFacts, ratio, type Scheduling } from '../../model/index.ts';
import { nodeLabels } from '../consolidation/nodeFit.ts';
import { matchesNode } from '../consolidation/selectors.ts';
import { addReservations, NOTHING, requested } from '../footprint/reservation.ts';
import { armSaving } from '../judgement/armSaving.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { armReadyExamples } from './armReadyExamples.ts';
import { IMAGE_MANIFESTS, REQUESTS_AND_LIMITS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

const ARM = 'arm64';

const declaration: RuleDeclaration = {
  id: 'arm-ready',
  title: 'Ready for Arm',
  finds:
    'A workload on x86 nodes whose images all exist for Arm too and which nothing holds on x86, in a cluster that has Arm nodes. The saving is the difference of the prices that are known for both kinds of node; what a core of either does is not compared.',
  needs: [
    IMAGE_MANIFESTS,
    REQUESTS_AND_LIMITS,
    { anyOf: ['api:pod-specs'], for: 'node selectors and affinity' },
  ],
  thresholds: [...SAVING_THRESHOLDS],
  leavesAlone: [
    'Clusters without Arm nodes: nothing is known of what they would cost.',
    'Workloads that ask for an architecture, or for nodes of which none is Arm.',
    'DaemonSets, which run on every node as it is, and workloads with GPUs.',
    'Prices that are defaults: their difference is not this cluster’s.',
  ],
  remediation: 'Prefer Arm nodes in the node affinity of the workload, measure, then require them.',
  wording: {
    title: 'Run {name} on the Arm nodes',
    summary: [
      'Every image of {subject} exists for Arm (images: {images.count}), nothing holds it on `amd64`, and it may run on Arm nodes of the cluster ({arm.nodes}).',
      'What its pods request costs {pods.today} on its nodes of today and {pods.arm} on Arm.',
    ],
    why: [
      'The platforms are those that the registries list, and the prices those of the nodes.',
      'How much an Arm core does of this work is not known before it is tried.',
    ],
    steps: [
      'Add a preferred node affinity for `kubernetes.io/arch` = `arm64`, and a toleration where those nodes are tainted.',
      'Compare latency and CPU use per request on both kinds of node for a few days, then require it.',
    ],
    watchAfterwards: ['Latency and CPU use of {name} per unit of work on either architecture.'],
  },
  examples: armReadyExamples,
};

/** True where nothing the pods ask of a node keeps them off this one; taints can be tolerated. */
function mayUse({ nodeSelector, nodeAffinity }: Scheduling, node: ClusterNode): boolean {
  const labels = nodeLabels(node);
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    (nodeAffinity === null || matchesNode(nodeAffinity, labels, node.name))
  );
}

const hasArm = ({ platforms }: ImageFacts): boolean => platforms.includes(`linux/${ARM}`);

/** Somebody who could move: on x86, by a controller that places its pods itself, without a GPU. */
function isCandidate({ workload, placements, context }: WorkloadSubject): boolean {
  const { kind } = workload.reference;
  if (placements.length === 0 || kind === 'DaemonSet' || kind === 'Node') return false;
  if (workload.containers.some(({ requests }) => (requests.gpus ?? 0) > 0)) return false;
  return placements.some(({ node }) => {
    const architecture = node === null ? null : (context.nodes.get(node)?.architecture ?? null);
    return architecture !== null && architecture !== ARM;
  });
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const { observation } = context;
  const arm = observation.inventory.nodes.filter(
    ({ architecture, unschedulable }) => architecture === ARM && !unschedulable,
  );
  if (arm.length === 0 || !isCandidate(subject)) return FINE;
  const { scheduling } = workload;
  if (scheduling === null) return notAssessed('Where its pods may run is not known');
  const usable = arm.filter(node => mayUse(scheduling, node));
  if (usable.length === 0) return FINE;
  const images = [...new Set(workload.containers.map(({ image }) => image))];
  const facts = images.map(image => observation.images.get(image));
  if (facts.some(image => image !== undefined && !hasArm(image))) return FINE;
  const unknown = facts.filter(image => image === undefined).length;
  if (unknown > 0) {
    return notAssessed(
      `The registries did not tell for what ${unknown} of its ${images.length} images are made`,
    );
  }
  const pod = subject.containers
    .map(({ container }) => requested(container))
    .reduce(addReservations, NOTHING);
  const saving = armSaving(subject, pod, usable);
  if (saving !== null && saving.effect.figures.usd.likely <= 0) return FINE;
  return found({
    changes: [],
    effect: saving === null ? { kind: 'none' } : saving.effect,
    shownRegardless: saving === null,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason:
            'The image exists for Arm, which does not say that it was ever tried there; results and speed may differ',
        },
      ],
      '',
    ),
    confidence: {
      score: ratio(saving === null ? 0.4 : 0.6),
      reasons: [
        'The registries list the platforms of every image',
        saving === null
          ? 'What Arm nodes cost here is not known'
          : 'That a core does as much on either kind of node is taken for granted',
      ],
    },
    evidence: [
      fact(
        'images.count',
        'Images, all made for Arm too',
        images.length,
        'count',
        computed('registry-manifest'),
      ),
      fact('arm.nodes', 'Arm nodes it may run on', usable.length, 'count', declared(observation)),
      ...(saving === null ? [] : saving.facts),
    ],
  });
}

export const armReady: WorkloadRule = { scope: 'workload', declaration, detect };
