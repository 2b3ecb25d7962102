import {
  bytes,
  type ObjectReference,
  storagePriceOf,
  unixSeconds,
  type VolumeClaim,
  type Workload,
} from '../../model/index.ts';
import { claimCost, volumesByName } from '../footprint/storageCost.ts';
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
import { PODS, SAVING_THRESHOLDS, VOLUME_CLAIMS } from './sharedDeclarations.ts';

/** A claim may wait that long for the pod it was made for. */
const FORGOTTEN_AFTER = days(14);
const GIB = 2 ** 30;

const sketched = (changes: Partial<VolumeClaim>): VolumeClaim => ({
  namespace: 'shop',
  name: 'data-old',
  storageClass: 'ssd',
  requestedBytes: bytes(200 * GIB),
  usedBytes: null,
  mountedBy: [],
  volume: 'pv-1',
  createdAt: unixSeconds(0),
  ...changes,
});

const declaration: RuleDeclaration = {
  id: 'unmounted-volume-claim',
  title: 'Unmounted volume claim',
  finds:
    'A volume claim that no pod and no pod template mounts: its disk is billed as if it were in use. The price is that of the storage class × the size of the volume.',
  needs: [VOLUME_CLAIMS, PODS],
  thresholds: [
    {
      meaning: 'Age of the claim, at least',
      unit: 'seconds',
      source: 'opportunity catalogue S1: 14 d; kor and Kubecost look at the moment only',
      valueIn: () => FORGOTTEN_AFTER,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Claims that a pod template mounts although no pod runs: a CronJob, or a Deployment scaled to zero, will want them back.',
    'Claims of a StatefulSet that is there: they are mounted again when it scales up, which is what they are kept for.',
    'Claims that wait for a volume: nothing is billed for them.',
  ],
  remediation:
    'Take a snapshot, then delete the claim; what becomes of the disk is up to its reclaim policy.',
  wording: {
    title: 'Delete the volume claim {name}, after a snapshot',
    summary: [
      'No pod and no pod template mounts the volume claim {namespace}/{name} of {claim.size}.',
      'It has been there for {claim.age}.',
    ],
    why: ['Its disk is billed by its size, whether or not anybody reads it.'],
    steps: [
      'Ask who owns namespace {namespace} whether the data is still wanted.',
      'Take a snapshot: a VolumeSnapshot, or one at the provider.',
      '`kubectl -n {namespace} delete pvc {name}`',
      'Where the reclaim policy of its volume is Retain, delete the disk at the provider as well: the claim alone frees nothing.',
    ],
    watchAfterwards: [
      'That the disk is gone from the bill, and that nobody misses the data before the snapshot is deleted.',
    ],
  },
  examples: [
    {
      name: 'is a claim that nobody has mounted for weeks',
      cluster: { workloads: [{}], inventory: { volumeClaims: [sketched({})] } },
      verdict: 'found',
    },
    {
      name: 'is a claim of yesterday',
      cluster: {
        workloads: [{}],
        inventory: { volumeClaims: [sketched({ createdAt: unixSeconds(Date.UTC(2026, 10, 15) / 1000) })] },
      },
      verdict: 'not found',
    },
    {
      name: 'is mounted',
      cluster: { workloads: [{}], inventory: { volumeClaims: [sketched({ mountedBy: ['wl-1'] })] } },
      verdict: 'not found',
    },
    {
      name: 'belongs to a StatefulSet that has scaled down',
      cluster: {
        workloads: [{ kind: 'StatefulSet', name: 'db', replicas: 1 }],
        inventory: { volumeClaims: [sketched({ name: 'data-db-3' })] },
      },
      verdict: 'not found',
    },
    {
      name: 'waits for a volume and costs nothing',
      cluster: { workloads: [{}], inventory: { volumes: [], volumeClaims: [sketched({ volume: null })] } },
      verdict: 'not found',
    },
  ],
};

/** `data-db-3` is claim `data` of the fourth pod of StatefulSet `db`. */
const belongsTo = ({ namespace, name }: VolumeClaim, { reference }: Workload): boolean => {
  if (reference.kind !== 'StatefulSet' || reference.namespace !== namespace) return false;
  const ordinal = /^(?<rest>.+)-\d+$/.exec(name)?.groups?.['rest'];
  return ordinal !== undefined && ordinal.endsWith(`-${reference.name}`);
};

function judge(
  claim: VolumeClaim,
  volumes: ReturnType<typeof volumesByName>,
  context: ClusterContext,
): ObjectVerdict {
  const { observation } = context;
  const { cluster, inventory, observedAt, prices } = observation;
  const subject: ObjectReference = {
    clusterId: cluster.id,
    namespace: claim.namespace,
    kind: 'PersistentVolumeClaim',
    name: claim.name,
  };
  const age = ageOf(claim.createdAt, observedAt);
  const bill = claimCost(claim, volumes, prices);
  if (claim.mountedBy.length > 0 || bill === 0 || youngerThan(age, FORGOTTEN_AFTER)) {
    return { subject, verdict: FINE };
  }
  if (inventory.workloads.some(workload => belongsTo(claim, workload))) return { subject, verdict: FINE };
  const policy = claim.volume === null ? undefined : volumes?.get(claim.volume)?.reclaimPolicy;
  const { provenance } = storagePriceOf(prices, claim.storageClass);
  const finding = found({
    changes: [],
    effect: endsBill(subject, bill, provenance),
    shownRegardless: false,
    risk: riskOf(
      [
        { level: 'high', reason: 'What is on it is lost with it: take a snapshot first' },
        policy === 'Retain'
          ? {
              level: 'low',
              reason:
                'Its volume is retained when the claim goes, and is billed until the disk is deleted too',
            }
          : null,
      ],
      '',
    ),
    confidence: declaredWithDoubts('No pod and no pod template mounts it', [
      age === null ? unknownAge : null,
    ]),
    evidence: [
      fact('claim.size', 'Size of the claim', claim.requestedBytes, 'bytes', declared(observation)),
      ...known('claim.age', 'Age of the claim', age, 'seconds', declared(observation)),
      fact('claim.usd', 'Cost of its volume', bill, 'USD/month', provenance),
    ],
  });
  return { subject, verdict: finding };
}

export const unmountedVolumeClaim: ClusterRule = {
  scope: 'cluster',
  declaration,
  detect: context => {
    const { inventory } = context.observation;
    const volumes = volumesByName(inventory);
    return inventory.volumeClaims.map(claim => judge(claim, volumes, context));
  },
};
