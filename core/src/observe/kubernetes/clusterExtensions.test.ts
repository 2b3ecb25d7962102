import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Inventory, type Workload } from '../../model/index.ts';
import {
  parseObjects,
  startKubernetesApi,
  type InjectedFault,
  type KubernetesApiOptions,
} from '../../testing/index.ts';
import { KubernetesInventory, type KubernetesReading } from './KubernetesInventory.ts';
import { RESOURCE_NAMES, RESOURCES } from './clusterResources.ts';

const moment = (text: string): number => Date.parse(text) / 1000;

async function read(
  manifests: string,
  options: Omit<KubernetesApiOptions, 'objects'> & { readonly faults?: readonly InjectedFault[] } = {},
): Promise<KubernetesReading> {
  const api = await startKubernetesApi({ ...options, objects: parseObjects(manifests, 'manifests') });
  try {
    for (const fault of options.faults ?? []) api.inject(fault);
    return await KubernetesInventory.create({ type: 'kubeconfig', file: api.kubeconfig }, 'test', {
      retryBaseMs: 5,
    }).read();
  } finally {
    await api.stop();
  }
}

const find = ({ workloads }: Inventory, kind: string, name: string): Workload => {
  const found = workloads.find(({ reference }) => reference.kind === kind && reference.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};

const TEMPLATE = `{ metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: x }] } }`;

describe('what the cluster has beside workloads', () => {
  const manifests = `
kind: PersistentVolume
apiVersion: v1
metadata: { name: pv-1, creationTimestamp: "2026-03-01T00:00:00Z" }
spec:
  capacity: { storage: 200Gi }
  storageClassName: gp3
  persistentVolumeReclaimPolicy: Retain
  claimRef: { namespace: data, name: data-kafka-3 }
  nodeAffinity:
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: topology.kubernetes.io/zone, operator: In, values: [us-east-1a] }] }] }
status: { phase: Released }
---
kind: PersistentVolume
apiVersion: v1
metadata: { name: pv-broken }
spec: { capacity: { storage: 1e3Mi } }
---
kind: PodDisruptionBudget
apiVersion: policy/v1
metadata: { name: web, namespace: shop }
spec: { minAvailable: 50%, selector: { matchLabels: { app: web } } }
status: { disruptionsAllowed: 0, expectedPods: 2, currentHealthy: 1, desiredHealthy: 1 }
---
kind: PodDisruptionBudget
apiVersion: policy/v1
metadata: { name: everybody, namespace: shop }
spec: { maxUnavailable: 0, selector: {} }
---
kind: Namespace
apiVersion: v1
metadata:
  name: preview-4711
  creationTimestamp: "2026-10-01T00:00:00Z"
  labels: { "constructor": "__proto__" }
  annotations: { "janitor/ttl": "24h\\u202e\\u0000\\"};--", kubectl.kubernetes.io/last-applied-configuration: "{}" }
---
kind: Service
apiVersion: v1
metadata: { name: web, namespace: shop, creationTimestamp: "2026-10-01T00:00:00Z" }
spec: { type: LoadBalancer, selector: { app: web } }
---
kind: Service
apiVersion: v1
metadata: { name: elsewhere, namespace: shop }
spec: { type: ExternalName, externalName: example.com }
`;

  it('is read as it is declared, hostile texts as texts', async () => {
    const { inventory, notes, seen } = await read(manifests);
    expect(inventory.volumes).toEqual([
      {
        name: 'pv-1',
        phase: 'Released',
        capacity: 200 * 2 ** 30,
        storageClass: 'gp3',
        claim: { namespace: 'data', name: 'data-kafka-3' },
        nodeAffinity: [[{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['us-east-1a'] }]],
        reclaimPolicy: 'Retain',
        createdAt: moment('2026-03-01T00:00:00Z'),
      },
    ]);
    expect(notes.map(({ message }) => message)).toEqual([
      'persistent volume pv-broken is left out: its size is no amount',
    ]);
    expect(inventory.disruptionBudgets).toEqual([
      {
        namespace: 'shop',
        name: 'everybody',
        selector: [],
        minAvailable: null,
        maxUnavailable: '0',
        disruptionsAllowed: 0,
        expectedPods: 0,
        currentHealthy: 0,
        desiredHealthy: 0,
      },
      {
        namespace: 'shop',
        name: 'web',
        selector: [{ key: 'app', operator: 'In', values: ['web'] }],
        minAvailable: '50%',
        maxUnavailable: null,
        disruptionsAllowed: 0,
        expectedPods: 2,
        currentHealthy: 1,
        desiredHealthy: 1,
      },
    ]);
    expect(inventory.namespaces).toEqual([
      {
        name: 'preview-4711',
        labels: { constructor: '__proto__' },
        annotations: { 'janitor/ttl': '24h\u202e\u0000"};--' },
        createdAt: moment('2026-10-01T00:00:00Z'),
      },
    ]);
    expect(inventory.services).toEqual([
      expect.objectContaining({ name: 'elsewhere', type: 'ExternalName', selector: null }),
      {
        namespace: 'shop',
        name: 'web',
        type: 'LoadBalancer',
        selector: { app: 'web' },
        createdAt: moment('2026-10-01T00:00:00Z'),
      },
    ]);
    expect([...seen]).toEqual(
      expect.arrayContaining(['api:pods', 'api:pod-specs', 'api:poddisruptionbudgets', 'api:scaledobjects']),
    );
  });

  it('is null, not empty, where it may not be listed; one note says which right is missing', async () => {
    const { inventory, notes, seen } = await read(manifests, {
      faults: ['poddisruptionbudgets', 'persistentvolumes'].map(resource => ({
        resource,
        fault: { kind: 'forbidden' },
      })),
    });
    expect(inventory).toMatchObject({ disruptionBudgets: null, volumes: null });
    expect(inventory.services).toHaveLength(2);
    expect(notes.map(({ cure }) => cure)).toEqual([
      'add to the ClusterRole of this account: {apiGroups: [""], resources: [persistentvolumes], verbs: [get, list]}',
      'add to the ClusterRole of this account: {apiGroups: ["policy"], resources: [poddisruptionbudgets], verbs: [get, list]}',
    ]);
    expect(seen.has('api:poddisruptionbudgets')).toBe(false);
  });

  it.each([
    ['404', []],
    // The API server looks at rights before it looks whether there is such a thing.
    ['403', [{ resource: 'scaledobjects', fault: { kind: 'forbidden' } }]],
  ] as const)('says nothing of extensions that are not installed (%s)', async (_code, faults) => {
    const { notes, seen } = await read('', { absentGroups: ['keda.sh', 'argoproj.io'], faults });
    expect(notes).toEqual([]);
    expect([seen.has('api:scaledobjects'), seen.has('api:rollouts')]).toEqual([false, false]);
  });

  it('notes an extension that is installed and may not be listed', async () => {
    const { notes } = await read('', {
      faults: [{ resource: 'scaledobjects', fault: { kind: 'forbidden' } }],
    });
    expect(notes.map(({ cure }) => cure)).toEqual([
      'add to the ClusterRole of this account: {apiGroups: ["keda.sh"], resources: [scaledobjects], verbs: [get, list]}',
    ]);
  });

  it('notices that what answers 404 to everything is no API server', async () => {
    const everything = ['', 'apps', 'batch', 'autoscaling', 'policy', 'keda.sh', 'argoproj.io'];
    await expect(read('', { absentGroups: everything })).rejects.toMatchObject({
      name: 'SourceProtocolError',
      message: expect.stringContaining('not the Kubernetes API'),
    });
  });
});

describe('autoscalers', () => {
  const deployment = (name: string) => `
---
kind: Deployment
apiVersion: apps/v1
metadata: { name: ${name}, namespace: shop }
spec: { replicas: 2, selector: {}, template: ${TEMPLATE} }`;
  const hpa = (name: string, target: string, status: string, metadata = '') => `
---
kind: HorizontalPodAutoscaler
apiVersion: autoscaling/v2
metadata: { name: ${name}, namespace: shop, ${metadata} }
spec: { minReplicas: 1, maxReplicas: 5, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} } }
status: { currentReplicas: 2, desiredReplicas: 2, ${status} }`;
  const conditions = (...texts: string[]) => `conditions: [${texts.join(', ')}]`;
  const NO_METRICS =
    '{ type: ScalingActive, status: "False", reason: FailedGetResourceMetric, lastTransitionTime: "2026-11-01T00:00:00Z" }';

  it('say what does not work, which resting and being at the maximum are not', async () => {
    const at = 'lastTransitionTime: "2026-11-01T00:00:00Z"';
    const { inventory } = await read(
      deployment('broken') +
        deployment('resting') +
        hpa(
          'broken',
          'broken',
          conditions(
            NO_METRICS,
            `{ type: AbleToScale, status: "True", reason: Ready, ${at} }`,
            `{ type: ScalingLimited, status: "False", reason: DesiredWithinRange, ${at} }`,
          ),
        ) +
        hpa(
          'resting',
          'resting',
          conditions(`{ type: ScalingActive, status: "False", reason: ScalingDisabled, ${at} }`),
        ),
    );
    expect(find(inventory, 'Deployment', 'broken').autoscaler?.failures).toEqual([
      { condition: 'ScalingActive', reason: 'FailedGetResourceMetric' },
    ]);
    expect(find(inventory, 'Deployment', 'resting').autoscaler?.failures).toEqual([]);
  });

  const made = (name: string) =>
    `ownerReferences: [{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: ${name}, uid: u, controller: true }]`;
  const scaledObject = `
---
kind: ScaledObject
apiVersion: keda.sh/v1alpha1
metadata: { name: queue, namespace: shop }
spec:
  scaleTargetRef: { name: worker }
  maxReplicaCount: 30
  triggers:
    - { type: rabbitmq, metadata: { queueName: orders, value: "20" } }
    - { type: cpu, metricType: Utilization, metadata: { value: "60" } }
status:
  conditions: [{ type: Ready, status: "False", reason: ScaledObjectCheckFailed }, { type: Active, status: "False", reason: ScalerNotActive }]`;

  it("are KEDA's where KEDA made them", async () => {
    const { inventory } = await read(
      deployment('worker') +
        scaledObject +
        hpa('keda-hpa-queue', 'worker', conditions(NO_METRICS), made('queue')),
    );
    expect(find(inventory, 'Deployment', 'worker').autoscaler).toEqual({
      kind: 'ScaledObject',
      name: 'queue',
      minReplicas: 0,
      maxReplicas: 30,
      currentReplicas: 2,
      targets: [
        { metric: 'rabbitmq', utilizationPercent: null },
        { metric: 'cpu', utilizationPercent: 60 },
      ],
      failures: [
        { condition: 'Ready', reason: 'ScaledObjectCheckFailed' },
        { condition: 'ScalingActive', reason: 'FailedGetResourceMetric' },
      ],
    });
  });

  it("are KEDA's also where only what it made may be listed", async () => {
    const { inventory } = await read(
      deployment('worker') + hpa('keda-hpa-queue', 'worker', '', made('queue')),
      { faults: [{ resource: 'scaledobjects', fault: { kind: 'forbidden' } }] },
    );
    expect(find(inventory, 'Deployment', 'worker').autoscaler).toMatchObject({
      kind: 'ScaledObject',
      name: 'queue',
      minReplicas: 0,
      maxReplicas: 5,
    });
  });
});

describe('controllers', () => {
  it('tell how they roll out, what they mount and when they were made', async () => {
    const { inventory } = await read(`
kind: StatefulSet
apiVersion: apps/v1
metadata: { name: db, namespace: shop, creationTimestamp: "2025-05-01T00:00:00Z" }
spec:
  replicas: 2
  serviceName: db
  selector: {}
  ordinals: { start: 1 }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: {} }]
  template:
    metadata: { labels: { app: db } }
    spec:
      terminationGracePeriodSeconds: 120
      containers: [{ name: c, image: x, imagePullPolicy: Always }]
      volumes:
        - { name: a, hostPath: { path: /var/log } }
        - { name: b, emptyDir: { medium: Memory } }
        - { name: c, persistentVolumeClaim: { claimName: shared } }
---
kind: Rollout
apiVersion: argoproj.io/v1alpha1
metadata: { name: canary, namespace: shop, creationTimestamp: "2025-06-01T00:00:00Z", labels: { team: a } }
spec: { replicas: 8, selector: {}, strategy: { canary: {} }, template: ${TEMPLATE} }
---
kind: Rollout
apiVersion: argoproj.io/v1alpha1
metadata: { name: borrowed, namespace: shop }
spec: { replicas: 3, workloadRef: { kind: Deployment, name: old }, strategy: { blueGreen: {} } }
---
kind: Deployment
apiVersion: apps/v1
metadata: { name: old, namespace: shop }
spec: { replicas: 4, selector: {}, strategy: { type: Recreate }, template: ${TEMPLATE} }
---
kind: CronJob
apiVersion: batch/v1
metadata: { name: nightly, namespace: shop }
spec: { schedule: "0 3 * * *", timeZone: Europe/Berlin, suspend: true, jobTemplate: { spec: { template: { spec: { containers: [] } } } } }
`);
    expect(find(inventory, 'StatefulSet', 'db')).toMatchObject({
      createdAt: moment('2025-05-01T00:00:00Z'),
      maxUnavailable: 0.5,
      terminationGracePeriod: 120,
      podLabels: { app: 'db' },
      containers: [{ imagePullPolicy: 'Always' }],
      volumes: { claims: ['shared', 'data-db-1', 'data-db-2'], hostPaths: ['/var/log'], emptyDir: false },
    });
    expect(find(inventory, 'Rollout', 'canary')).toMatchObject({
      desiredReplicas: 8,
      createdAt: moment('2025-06-01T00:00:00Z'),
      labels: { team: 'a' },
      maxUnavailable: 0.25,
      containers: [{ image: 'x' }],
    });
    expect(find(inventory, 'Rollout', 'borrowed')).toMatchObject({
      maxUnavailable: 0,
      containers: [{ image: 'x' }],
    });
    expect(find(inventory, 'Deployment', 'old').maxUnavailable).toBe(1);
    expect(find(inventory, 'CronJob', 'nightly')).toMatchObject({
      timeZone: 'Europe/Berlin',
      suspended: true,
    });
  });

  it('are the owner that makes the pods, not one that waits for their end', async () => {
    const pod = (name: string, controller: boolean) => `
---
kind: Pod
apiVersion: v1
metadata: { name: ${name}, namespace: shop, ownerReferences: [{ apiVersion: v1, kind: ConfigMap, name: x, uid: u }, { apiVersion: ray.io/v1, kind: RayCluster, name: ray, uid: u, controller: ${controller} }] }
spec: { containers: [] }`;
    const { inventory } = await read(pod('a', true) + pod('b', false));
    expect(find(inventory, 'RayCluster', 'ray').pods.map(({ name }) => name)).toEqual(['a']);
    expect(find(inventory, 'Pod', 'b').pods).toHaveLength(1);
  });

  it('tell how Jobs ended', async () => {
    const job = (name: string, spec: string, status: string) => `
---
kind: Job
apiVersion: batch/v1
metadata: { name: ${name}, namespace: shop }
spec: { ${spec} template: ${TEMPLATE} }
status: { ${status} }
---
kind: Pod
apiVersion: v1
metadata: { name: ${name}-1, namespace: shop, ownerReferences: [{ apiVersion: batch/v1, kind: Job, name: ${name}, uid: u, controller: true }] }
spec: { containers: [] }`;
    const { inventory } = await read(
      job(
        'import',
        'ttlSecondsAfterFinished: 600,',
        'succeeded: 1, completionTime: "2026-11-01T00:10:00Z", conditions: [{ type: Complete, status: "True" }]',
      ) +
        job(
          'broken',
          '',
          'failed: 7, conditions: [{ type: Failed, status: "True", lastTransitionTime: "2026-11-02T00:00:00Z" }]',
        ) +
        job('running', '', 'active: 1') +
        job('held', 'suspend: true,', 'conditions: [{ type: Suspended, status: "True" }]'),
    );
    expect(find(inventory, 'Job', 'import').job).toEqual({
      succeeded: 1,
      failed: 0,
      finishedAt: moment('2026-11-01T00:10:00Z'),
      cleanedUpAfter: 600,
    });
    expect(find(inventory, 'Job', 'broken').job).toEqual({
      succeeded: 0,
      failed: 7,
      finishedAt: moment('2026-11-02T00:00:00Z'),
      cleanedUpAfter: null,
    });
    expect(find(inventory, 'Job', 'running').job).toBeNull();
    expect(find(inventory, 'Job', 'held')).toMatchObject({ job: null, suspended: true });
  });
});

describe('amounts', () => {
  it.each([
    ['1e3Mi', null],
    ['', null],
    ['-1', null],
    ['1.5.2', null],
    ['0.5m', 0.0005],
    ['0', 0],
  ])('a request of "%s" is %p cores, and what cannot be is noted', async (quantity, cores) => {
    const { inventory, notes } = await read(`
kind: Pod
apiVersion: v1
metadata: { name: p, namespace: shop }
spec: { containers: [{ name: c, image: x, resources: { requests: { cpu: ${JSON.stringify(quantity)}, memory: 1Gi } } }] }`);
    expect(find(inventory, 'Pod', 'p').containers[0]?.requests).toEqual({
      cpu: cores,
      memory: 2 ** 30,
      gpus: null,
    });
    expect(notes.map(({ message }) => message)).toEqual(
      cores === null ? [`Pod shop/p: container c has cpu request "${quantity}", which is no amount`] : [],
    );
  });
});

describe('docs/kubernetes-access.md', () => {
  it('has a ClusterRole for all that is listed, and nothing else', async () => {
    const page = await readFile(new URL('../../../../docs/kubernetes-access.md', import.meta.url), 'utf8');
    const { rules } = parse(/```yaml\n([\s\S]+?)```/.exec(page)?.[1] ?? '') as {
      rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    };
    const granted = rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap(group => resources.map(resource => `${group}/${resource}`)),
    );
    expect(granted.sort()).toEqual(RESOURCE_NAMES.map(name => `${RESOURCES[name].group}/${name}`).sort());
    expect(rules.every(({ verbs }) => verbs.join() === 'get,list')).toBe(true);
  });
});
