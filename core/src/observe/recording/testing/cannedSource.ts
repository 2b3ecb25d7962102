import {
  type ClusterIdentity,
  bytes,
  cores,
  gramsCO2ePerKilowattHour,
  type LabelSelector,
  ratio,
  seconds,
  unixSeconds,
  usdPerHour,
  workloadId,
  type Workload,
} from '../../../model/index.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../../clusterSource.ts';

const START = 1_790_000_100;
export const CANNED_STEP = 300;
export const CANNED_WINDOW = { start: unixSeconds(START), end: unixSeconds(START + 100 * CANNED_STEP) };

const cluster: ClusterIdentity = {
  id: 'canned',
  name: 'Canned cluster',
  provider: 'gcp',
  region: 'europe-west1',
  demo: true,
};
const provenance = { kind: 'billed', method: 'canned', source: 'a test', asOf: unixSeconds(START) } as const;
const amounts = { cpu: cores(2), memory: bytes(8e9), gpus: null };
const reference = { clusterId: cluster.id, namespace: 'shop', kind: 'Deployment', name: 'cart' };

/** What nobody should put into a label, and somebody will. */
const HOSTILE = { constructor: '\u0000"};--\u202e', 'a/b': '💥\n{"part":"end"}' };
const APP: LabelSelector = [{ key: 'app', operator: 'In', values: ['cart'] }];

const workload: Workload = {
  id: workloadId(reference),
  reference,
  containers: [
    {
      name: 'server',
      role: 'main',
      image: 'cart:1',
      requests: amounts,
      limits: { cpu: null, memory: null, gpus: 1 },
      security: { privileged: true, runsAsRoot: null, allowsPrivilegeEscalation: true },
      runtimeSettings: { environment: { GOMAXPROCS: '2' }, flags: ['-Xmx1g'] },
      imagePullPolicy: 'IfNotPresent',
    },
  ],
  pods: [
    {
      name: 'cart-1',
      uid: 'u1',
      node: 'n1',
      phase: 'Running',
      startedAt: unixSeconds(START + 60),
      restarts: 2,
      present: true,
      hostNetwork: false,
      trouble: 'OOMKilled',
    },
    {
      name: 'cart-0',
      uid: 'u0',
      node: null,
      phase: 'Unknown',
      startedAt: null,
      restarts: 0,
      present: false,
      hostNetwork: true,
      trouble: null,
    },
  ],
  desiredReplicas: 1,
  autoscaler: {
    kind: 'HorizontalPodAutoscaler',
    name: 'cart',
    minReplicas: 1,
    maxReplicas: 3,
    currentReplicas: 1,
    targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    failures: [{ condition: 'ScalingActive', reason: 'FailedGetResourceMetric' }],
  },
  labels: { 'app.kubernetes.io/name': 'cart' },
  annotations: {},
  schedule: null,
  podLabels: { app: 'cart' },
  podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
  timeZone: 'Europe/Berlin',
  suspended: true,
  createdAt: unixSeconds(START - 86_400),
  job: { succeeded: 1, failed: 2, finishedAt: unixSeconds(START + 600), cleanedUpAfter: seconds(60) },
  maxUnavailable: 0.25,
  terminationGracePeriod: seconds(30),
  scheduling: {
    nodeSelector: { disk: 'ssd' },
    nodeAffinity: [[{ key: 'zone', operator: 'In', values: ['a', 'b'] }]],
    podAffinity: [],
    podAntiAffinity: [{ selector: APP, topologyKey: 'zone', namespaces: ['shop'], namespaceSelector: [] }],
    tolerations: [{ key: 'spot', operator: 'Exists', value: '', effect: 'NoSchedule' }],
    topologySpread: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        selector: APP,
        minDomains: null,
      },
    ],
    priorityClass: 'high',
    hostPorts: [8080],
  },
  volumes: { claims: ['data'], hostPaths: ['/var/log'], emptyDir: true },
};

const prices = { perCore: usdPerHour(0.03), perGiB: usdPerHour(0.004), perGpu: null, provenance };

export const chunkOf = (
  family: SeriesFamily,
  times: readonly number[],
  values: readonly number[],
  pod = 'cart-1',
): SeriesChunk => ({
  family,
  subject: { namespace: 'shop', pod, container: 'server', node: null, object: null },
  times,
  values,
});

/** Time of a position on the step grid. */
export const cannedTime = (position: number): number => START + position * CANNED_STEP;

/** A small cluster that tells everything a source can tell, with the given samples. */
export const cannedSource = (
  chunks: Iterable<SeriesChunk>,
  changes: Partial<ClusterSource> = {},
): ClusterSource => ({
  cluster,
  step: seconds(CANNED_STEP),
  window: CANNED_WINDOW,
  inventory: async () => ({
    observedAt: CANNED_WINDOW.end,
    nodes: [
      {
        name: 'n1',
        instanceType: 'e2-standard-2',
        region: 'europe-west1',
        zone: 'europe-west1-b',
        pool: null,
        architecture: 'amd64',
        spot: true,
        capacity: amounts,
        allocatable: amounts,
        maxPods: 110,
        taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
        labels: { pool: 'a' },
        unschedulable: true,
        createdAt: unixSeconds(START - 7 * 86_400),
        gpuModel: 'Tesla-T4',
      },
    ],
    workloads: [workload],
    volumeClaims: [
      {
        namespace: 'shop',
        name: 'data',
        storageClass: null,
        requestedBytes: bytes(1e9),
        usedBytes: null,
        mountedBy: [workload.id],
        volume: 'pv-1',
        createdAt: unixSeconds(START - 86_400),
      },
    ],
    volumes: [
      {
        name: 'pv-1',
        phase: 'Released',
        capacity: bytes(2e9),
        storageClass: 'fast',
        claim: { namespace: 'shop', name: 'data' },
        nodeAffinity: [[{ key: 'zone', operator: 'In', values: ['a'] }]],
        reclaimPolicy: 'Retain',
        createdAt: unixSeconds(START - 86_400),
      },
    ],
    disruptionBudgets: [
      {
        namespace: 'shop',
        name: 'cart',
        selector: APP,
        minAvailable: '50%',
        maxUnavailable: null,
        disruptionsAllowed: 0,
        expectedPods: 1,
        currentHealthy: 1,
        desiredHealthy: 1,
      },
    ],
    namespaces: [
      { name: 'shop', labels: HOSTILE, annotations: HOSTILE, createdAt: unixSeconds(START - 86_400) },
    ],
    // Read, and there are none.
    services: [],
  }),
  series: async function* series() {
    yield* chunks;
  },
  facts: async () => ({
    seen: new Set(['api:pods', 'api:services']),
    runtimes: new Map(),
    images: new Map(),
  }),
  energyProvenance: async () => ({ pods: provenance, nodes: null }),
  prices: async () => ({
    nodes: new Map([['n1', prices]]),
    fallback: prices,
    storagePerGiB: usdPerHour(0.0001),
    storageProvenance: provenance,
  }),
  grid: async () => ({
    intensity: gramsCO2ePerKilowattHour(103.37),
    kind: 'average',
    hourly: [],
    marginal: null,
    forecast: [],
    zone: 'europe-west1',
    provenance,
  }),
  pue: async () => ({
    factor: ratio(1.09),
    provenance: { kind: 'default', method: 'canned', source: 'a test' },
  }),
  diagnose: async () => [],
  notes: () => [{ severity: 'info', source: 'prometheus', message: 'Said while reading' }],
  ...changes,
});
