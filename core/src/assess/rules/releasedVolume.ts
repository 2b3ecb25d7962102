import {
  bytes,
  type ObjectReference,
  type PersistentVolume,
  storagePriceOf,
  unixSeconds,
} from '../../model/index.ts';
import { storageCost } from '../footprint/storageCost.ts';
import { ageOf, days, youngerThan } from '../judgement/age.ts';
import { declaredWithDoubts, unknownAge } from '../judgement/declaredWithDoubts.ts';
import { declared, fact, known } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';
import { endsBill } from '../saving/moneySaved.ts';
import { SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** A volume may wait that long for its claim, or for somebody to look at what was left on it. */
const FORGOTTEN_AFTER = days(14);
const GIB = 2 ** 30;

const sketched = (changes: Partial<PersistentVolume>): PersistentVolume => ({
  name: 'pv-old',
  phase: 'Released',
  capacity: bytes(200 * GIB),
  storageClass: 'ssd',
  claim: { namespace: 'shop', name: 'data' },
  nodeAffinity: null,
  reclaimPolicy: 'Retain',
  createdAt: unixSeconds(0),
  ...changes,
});

const declaration: RuleDeclaration = {
  id: 'released-volume',
  title: 'Released volume',
  finds:
    'A persistent volume that no claim holds: its claim was deleted and the disk retained, it failed to be reclaimed, or nobody ever claimed it. Its disk is billed on.',
  needs: [
    {
      anyOf: ['api:persistentvolumes', 'kube_persistentvolume_status_phase'],
      for: 'persistent volumes and their phase',
    },
  ],
  thresholds: [
    {
      meaning: 'Age of the volume, at least',
      unit: 'seconds',
      source: 'as for unmounted claims; Popeye, kor and k8sgpt look at the phase only',
      valueIn: () => FORGOTTEN_AFTER,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Volumes on the disk of one node (a host name in their node affinity): they are paid with the node.',
    'Volumes that are bound or are being made.',
  ],
  remediation: 'Take a snapshot if the data may be wanted, then delete the volume and its disk.',
  wording: {
    title: 'Delete the volume {name} and its disk',
    summary: [
      'No claim holds the persistent volume {name} of {volume.size}.',
      'It was made {volume.age} ago.',
    ],
    why: [
      'A volume with the reclaim policy Retain outlives its claim, and its disk is billed until somebody deletes it.',
    ],
    steps: [
      '`kubectl describe pv {name}` tells whose it was and which disk it is.',
      'Take a snapshot of the disk if its data may be wanted.',
      '`kubectl delete pv {name}`, then delete the disk at the provider: with Retain the one does not delete the other.',
    ],
    watchAfterwards: ['That the disk is gone from the bill.'],
  },
  examples: [
    {
      name: 'is a volume whose claim is gone',
      cluster: { workloads: [{}], inventory: { volumes: [sketched({})] } },
      verdict: 'found',
    },
    {
      name: 'has never been claimed',
      cluster: { workloads: [{}], inventory: { volumes: [sketched({ phase: 'Available', claim: null })] } },
      verdict: 'found',
    },
    {
      name: 'is bound',
      cluster: { workloads: [{}], inventory: { volumes: [sketched({ phase: 'Bound' })] } },
      verdict: 'not found',
    },
    {
      name: 'is on the disk of one node, which is paid with the node',
      cluster: {
        workloads: [{}],
        inventory: {
          volumes: [
            sketched({
              phase: 'Available',
              nodeAffinity: [[{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-0'] }]],
            }),
          ],
        },
      },
      verdict: 'not found',
    },
    {
      name: 'is so small that its disk costs next to nothing',
      cluster: { workloads: [{}], inventory: { volumes: [sketched({ capacity: bytes(GIB) })] } },
      verdict: 'not found',
    },
  ],
};

const UNHELD: ReadonlySet<PersistentVolume['phase']> = new Set(['Released', 'Available', 'Failed']);

const isLocal = ({ nodeAffinity }: PersistentVolume): boolean =>
  nodeAffinity?.some(term => term.some(({ key }) => key === 'kubernetes.io/hostname')) ?? false;

function judge(volume: PersistentVolume, { observation }: ClusterContext): ObjectVerdict {
  const { cluster, observedAt, prices } = observation;
  const subject: ObjectReference = {
    clusterId: cluster.id,
    namespace: '',
    kind: 'PersistentVolume',
    name: volume.name,
  };
  const age = ageOf(volume.createdAt, observedAt);
  if (!UNHELD.has(volume.phase) || isLocal(volume) || youngerThan(age, FORGOTTEN_AFTER)) {
    return { subject, verdict: FINE };
  }
  const bill = storageCost(volume.capacity, volume.storageClass, prices);
  const { provenance } = storagePriceOf(prices, volume.storageClass);
  const was =
    volume.claim && `It held the data of volume claim \`${volume.claim.namespace}/${volume.claim.name}\``;
  const finding = found({
    changes: [],
    effect: endsBill(subject, bill, provenance),
    shownRegardless: false,
    risk: riskOf(
      [
        volume.phase === 'Available'
          ? {
              level: 'medium',
              reason: 'Nobody has claimed it, but somebody may have made it for a claim to come',
            }
          : { level: 'high', reason: 'What is on it is lost with it: take a snapshot first' },
        was === null ? null : { level: 'low', reason: was },
      ],
      '',
    ),
    confidence: declaredWithDoubts(`Its phase is ${volume.phase}`, [age === null ? unknownAge : null]),
    evidence: [
      fact('volume.size', 'Size of the volume', volume.capacity, 'bytes', declared(observation)),
      ...known('volume.age', 'Age of the volume', age, 'seconds', declared(observation)),
      fact('volume.usd', 'Cost of the volume', bill, 'USD/month', provenance),
    ],
  });
  return { subject, verdict: finding };
}

export const releasedVolume: ClusterRule = {
  scope: 'cluster',
  declaration,
  detect: context => (context.observation.inventory.volumes ?? []).map(volume => judge(volume, context)),
};
