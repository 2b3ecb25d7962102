import {
  type Bytes,
  bytes,
  bytesPerSecond,
  type ObjectReference,
  ratio,
  storagePriceOf,
  type VolumeClaim,
  unixSeconds,
  usd,
} from '../../model/index.ts';
import { claimCost, storageCost, volumesByName } from '../footprint/storageCost.ts';
import { ageOf, days, youngerThan } from '../judgement/age.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { computed, declared, fact, known } from '../judgement/evidence.ts';
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
import { SAVING_THRESHOLDS, VOLUME_CLAIMS } from './sharedDeclarations.ts';

const HEADROOM = ratio(0.25);
/** How far ahead it shall suffice as it grows. */
const AHEAD = days(90);
/** Moving data is work: a smaller gain is not worth it. */
const WORTH_MOVING = ratio(0.5);
/** Use that is younger says little about what a volume is for. */
const SETTLED_AFTER = days(30);
const GIB = 2 ** 30;

const sketched = (changes: Partial<VolumeClaim>): VolumeClaim => ({
  namespace: 'shop',
  name: 'data',
  storageClass: 'ssd',
  requestedBytes: bytes(500 * GIB),
  usedBytes: bytes(40 * GIB),
  mountedBy: ['wl-1'],
  volume: 'pv-1',
  createdAt: unixSeconds(0),
  growth: bytesPerSecond(0),
  ...changes,
});

const declaration: RuleDeclaration = {
  id: 'oversized-volume',
  title: 'Oversized volume',
  finds:
    'A mounted volume of which a small part was ever used. What it needs is the highest use + headroom + what a straight line through its use adds until the horizon, in whole GiB. Kubernetes can grow a volume and cannot shrink it: the way down is a new volume and a copy.',
  needs: [
    VOLUME_CLAIMS,
    { anyOf: ['kubelet_volume_stats_used_bytes'], for: 'how much of each volume is used' },
  ],
  thresholds: [
    {
      meaning: 'Headroom on top of the highest use',
      unit: 'ratio',
      source: 'Kubecost offers 25, 50 and 100 %',
      valueIn: () => HEADROOM,
    },
    {
      meaning: 'Horizon that growth is added for',
      unit: 'seconds',
      source: 'opportunity catalogue S3',
      valueIn: () => AHEAD,
    },
    {
      meaning: 'Share of the volume that must come free',
      unit: 'ratio',
      source: 'own judgement: it takes a migration, so half of it must be worth it',
      valueIn: () => WORTH_MOVING,
    },
    {
      meaning: 'Age of the claim, at least',
      unit: 'seconds',
      source: 'own judgement: a month sees the end of a month; Kubecost takes 6 h',
      valueIn: () => SETTLED_AFTER,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Claims that nobody mounts: they have a rule of their own.',
    'Claims whose CSI driver does not report their use.',
    'Inodes, throughput and IOPS, which some classes sell by size: whoever bought size for speed knows.',
  ],
  remediation: 'Make a smaller claim, copy the data, let the workload mount it, delete the old one.',
  wording: {
    title: 'Move {name} to a volume of {volume.target}',
    summary: [
      'At most {volume.used} of the {volume.size} of volume claim {namespace}/{name} were ever used, a share of {volume.used-share}.',
      'With headroom and growth it needs {volume.target}.',
      'Kubernetes cannot shrink a volume, so the data has to move.',
    ],
    why: ['It grows by {volume.growth} on average.', 'Its disk is billed by its size, not by what is on it.'],
    steps: [
      'Check that its class does not sell throughput or IOPS by size: a smaller disk may be a slower one.',
      'Make a claim of {volume.target} beside it and copy the data while the workload is stopped or read-only.',
      'Let the workload mount the new claim; for a StatefulSet that means a new claim template.',
      'Keep a snapshot of the old volume for a while, then delete its claim.',
    ],
    watchAfterwards: [
      '`kubelet_volume_stats_used_bytes` of the new claim, and the latency of what reads and writes it.',
    ],
  },
  examples: [
    {
      name: 'has used a twelfth of its volume',
      cluster: { workloads: [{}], inventory: { volumeClaims: [sketched({})] } },
      verdict: 'found',
    },
    {
      name: 'grows so fast that it will want the room within three months',
      cluster: {
        workloads: [{}],
        inventory: { volumeClaims: [sketched({ growth: bytesPerSecond((4 * GIB) / 86_400) })] },
      },
      verdict: 'not found',
    },
    {
      name: 'uses most of it',
      cluster: { workloads: [{}], inventory: { volumeClaims: [sketched({ usedBytes: bytes(300 * GIB) })] } },
      verdict: 'not found',
    },
    {
      name: 'is new and still filling',
      cluster: {
        workloads: [{}],
        inventory: { volumeClaims: [sketched({ createdAt: unixSeconds(Date.UTC(2026, 10, 10) / 1000) })] },
      },
      verdict: 'not found',
    },
    {
      name: 'has a driver that does not tell its use',
      cluster: { workloads: [{}], inventory: { volumeClaims: [sketched({ usedBytes: null })] } },
      verdict: 'not found',
    },
  ],
};

/** In whole GiB, as volumes are sold, and at least one. */
function neededBy(used: Bytes, growth: number): Bytes {
  const needed = used * (1 + HEADROOM) + Math.max(0, growth) * AHEAD;
  return bytes(Math.max(1, Math.ceil(needed / GIB)) * GIB);
}

function judge(
  claim: VolumeClaim,
  volumes: ReturnType<typeof volumesByName>,
  { observation }: ClusterContext,
): ObjectVerdict {
  const { cluster, observedAt, prices } = observation;
  const subject: ObjectReference = {
    clusterId: cluster.id,
    namespace: claim.namespace,
    kind: 'PersistentVolumeClaim',
    name: claim.name,
  };
  const { usedBytes: used, growth = null } = claim;
  const age = ageOf(claim.createdAt, observedAt);
  if (used === null || claim.mountedBy.length === 0 || youngerThan(age, SETTLED_AFTER)) {
    return { subject, verdict: FINE };
  }
  const size =
    (claim.volume === null ? undefined : volumes?.get(claim.volume)?.capacity) ?? claim.requestedBytes;
  const target = neededBy(used, growth ?? 0);
  if (target > size * (1 - WORTH_MOVING)) return { subject, verdict: FINE };
  const { provenance } = storagePriceOf(prices, claim.storageClass);
  const saved = usd(claimCost(claim, volumes, prices) - storageCost(target, claim.storageClass, prices));
  const origin = {
    kind: 'measured',
    method: 'kubelet-volume-stats',
    source: 'kubelet kubelet_volume_stats_used_bytes',
    asOf: observation.window.end,
  } as const;
  const finding = found({
    changes: [],
    effect: endsBill(subject, saved, provenance),
    shownRegardless: false,
    risk: riskOf(
      [
        {
          level: 'high',
          reason: 'Its data has to be copied while nobody writes to it; a mistake there loses data',
        },
        {
          level: 'medium',
          reason: 'Some storage classes sell throughput and IOPS by size: the smaller disk may be slower',
        },
      ],
      '',
    ),
    confidence: declaredWithDoubts('The highest use that the kubelet reported in the window is known', [
      growth === null ? { factor: 0.7, reason: 'How fast it grows is not known' } : null,
      age === null
        ? { factor: 0.8, reason: 'Nobody says since when it is there: it may still be filling' }
        : null,
    ]),
    evidence: [
      fact('volume.size', 'Size of the volume', size, 'bytes', declared(observation)),
      fact('volume.used', 'Highest use', used, 'bytes', origin),
      fact('volume.used-share', 'Highest use, as a share of the volume', used / size, 'ratio', origin),
      ...known('volume.growth', 'Growth, by a straight line through its use', growth, 'bytes/s', origin),
      fact('volume.target', 'Size it needs', target, 'bytes', computed('volume-target')),
      fact(
        'volume.headroom',
        'Headroom on top of the highest use',
        HEADROOM,
        'ratio',
        computed('volume-target'),
      ),
    ],
  });
  return { subject, verdict: finding };
}

export const oversizedVolume: ClusterRule = {
  scope: 'cluster',
  declaration,
  detect: context => {
    const { inventory } = context.observation;
    const volumes = volumesByName(inventory);
    return inventory.volumeClaims.map(claim => judge(claim, volumes, context));
  },
};
