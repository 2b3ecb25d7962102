import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { type Inventory, type Workload, workloadId } from '../../model/index.ts';
import {
  describeWithData,
  exposedKubernetesObjects,
  type KubernetesObject,
  loadObjects,
  nezhaKubernetesObjects,
  parseObjects,
  readDataFile,
  startKubernetesApi,
  type TestKubernetesApi,
} from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { KubernetesInventory } from './KubernetesInventory.ts';

const inventoryOf = (api: TestKubernetesApi, pageSize?: number): KubernetesInventory =>
  KubernetesInventory.create({ type: 'kubeconfig', file: api.kubeconfig }, 'test', {
    retryBaseMs: 5,
    ...(pageSize === undefined ? {} : { pageSize }),
  });

async function withApi<T>(
  objects: readonly KubernetesObject[],
  run: (api: TestKubernetesApi) => Promise<T>,
): Promise<T> {
  const api = await startKubernetesApi({ objects });
  try {
    return await run(api);
  } finally {
    await api.stop();
  }
}

const read = (manifests: string, pageSize?: number) =>
  withApi(parseObjects(manifests, 'manifests'), api => inventoryOf(api, pageSize).read());

const find = (inventory: Inventory, kind: string, name: string): Workload => {
  const found = inventory.workloads.find(
    ({ reference }) => reference.kind === kind && reference.name === name,
  );
  if (!found)
    throw new Error(
      `no ${kind} ${name} in ${inventory.workloads.map(w => `${w.reference.kind} ${w.reference.name}`)}`,
    );
  return found;
};

const owner = (apiVersion: string, kind: string, name: string): string =>
  `ownerReferences: [{ apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, uid: u, controller: true }]`;

describe('owner chain', () => {
  const pod = (name: string, more = '') =>
    `---\nkind: Pod\napiVersion: v1\nmetadata: { name: ${name}, namespace: shop, ${more} }\nspec: { nodeName: n1, containers: [{ name: main, image: x }] }\n`;
  const replicaSet = (name: string, more: string, replicas = 1) =>
    `---\nkind: ReplicaSet\napiVersion: apps/v1\nmetadata: { name: ${name}, namespace: shop, ${more} }\nspec: { replicas: ${replicas}, selector: {} }\n`;

  it.each([
    [
      'a Deployment',
      'web-6d49cb8b4f-24458',
      owner('apps/v1', 'ReplicaSet', 'web-6d49cb8b4f'),
      'Deployment',
      'web',
    ],
    ['an Argo Rollout', 'canary-1-a', owner('apps/v1', 'ReplicaSet', 'canary-1'), 'Rollout', 'canary'],
    ['a ReplicaSet of its own', 'alone-a', owner('apps/v1', 'ReplicaSet', 'alone'), 'ReplicaSet', 'alone'],
    ['a StatefulSet', 'db-0', owner('apps/v1', 'StatefulSet', 'db'), 'StatefulSet', 'db'],
    [
      'a custom controller',
      'cluster-1',
      owner('postgresql.cnpg.io/v1', 'Cluster', 'cluster'),
      'Cluster',
      'cluster',
    ],
    ['a static pod', 'etcd-n1', owner('v1', 'Node', 'n1'), 'Node', 'etcd'],
    ['a bare pod', 'debug', '', 'Pod', 'debug'],
  ])('finds %s', async (_title, name, ownerReferences, kind, workload) => {
    const { inventory } = await read(
      replicaSet('web-6d49cb8b4f', owner('apps/v1', 'Deployment', 'web')) +
        replicaSet('canary-1', owner('argoproj.io/v1alpha1', 'Rollout', 'canary'), 3) +
        replicaSet('alone', '') +
        pod(name, ownerReferences),
    );
    const found = find(inventory, kind, workload);
    expect(found.pods.map(({ name: podName }) => podName)).toEqual([name]);
    expect(found.id).toBe(workloadId({ clusterId: 'test', namespace: 'shop', kind, name: workload }));
  });

  it('lets a Rollout want what its ReplicaSets want', async () => {
    const rollout = owner('argoproj.io/v1alpha1', 'Rollout', 'canary');
    const { inventory } = await read(
      replicaSet('canary-1', rollout, 3) +
        replicaSet('canary-2', rollout, 1) +
        pod('p', owner('apps/v1', 'ReplicaSet', 'canary-1')),
    );
    expect(find(inventory, 'Rollout', 'canary').desiredReplicas).toBe(4);
  });

  it('tells Deployments and CronJobs from their pods where ReplicaSets and Jobs may not be listed', async () => {
    const minute = Math.floor(Date.parse('2026-11-01T00:00:00Z') / 60_000);
    const at = 'creationTimestamp: "2026-11-01T00:00:10Z"';
    const objects = parseObjects(
      pod(
        'web-6d49cb8b4f-24458',
        `labels: { pod-template-hash: 6d49cb8b4f }, ${owner('apps/v1', 'ReplicaSet', 'web-6d49cb8b4f')}`,
      ) +
        pod('odd-6d49cb8b4f-1', owner('apps/v1', 'ReplicaSet', 'odd-6d49cb8b4f')) +
        pod('backup-x', `${at}, ${owner('batch/v1', 'Job', `backup-${minute}`)}`) +
        pod('import-x', `${at}, ${owner('batch/v1', 'Job', 'import-20261101')}`),
      'manifests',
    );
    const { inventory, notes } = await withApi(objects, api => {
      for (const resource of ['replicasets', 'jobs']) api.inject({ resource, fault: { kind: 'forbidden' } });
      return inventoryOf(api).read();
    });
    expect(inventory.workloads.map(({ reference }) => `${reference.kind} ${reference.name}`).sort()).toEqual([
      'CronJob backup',
      'Deployment web',
      'Job import-20261101',
      'ReplicaSet odd-6d49cb8b4f',
    ]);
    expect(notes.map(note => note.message.split(',')[0])).toEqual([
      'replicasets.apps could not be listed',
      'jobs.batch could not be listed',
    ]);
    expect(notes[0]?.cure).toBe(
      'add to the ClusterRole of this account: {apiGroups: ["apps"], resources: [replicasets], verbs: [get, list]}',
    );
  });
});

/** A container that says nothing of these. */
const PLAIN = {
  security: { privileged: false, runsAsRoot: null, allowsPrivilegeEscalation: true },
  runtimeSettings: { environment: {}, flags: [] },
  imagePullPolicy: null,
};

describe('workloads', () => {
  it('has containers by their role, amounts in base units, and GPUs of any vendor', async () => {
    const { inventory } = await read(`
kind: Pod
apiVersion: v1
metadata: { name: p, namespace: ml }
spec:
  hostNetwork: true
  initContainers:
    - { name: wait, image: busybox }
    - { name: mesh, image: envoy, restartPolicy: Always, resources: { requests: { cpu: 50m } } }
  containers:
    - name: train
      image: train:1
      resources:
        requests: { cpu: 1500m, memory: 1.5Gi }
        limits: { memory: 2e9, nvidia.com/gpu: 2, nvidia.com/mig-1g.5gb: 1, amd.com/gpu-memory: 9 }
    - { name: istio-proxy, image: istio, resources: { limits: { cpu: "2", gpu.intel.com/i915: 1 } } }
status:
  phase: Running
  startTime: "2026-11-01T00:00:00Z"
  containerStatuses: [{ name: train, restartCount: 3 }, { name: istio-proxy, restartCount: 1 }]
`);
    const workload = find(inventory, 'Pod', 'p');
    expect(workload.containers).toEqual([
      {
        name: 'train',
        role: 'main',
        image: 'train:1',
        requests: { cpu: 1.5, memory: 1_610_612_736, gpus: 3 },
        limits: { cpu: null, memory: 2e9, gpus: 3 },
        ...PLAIN,
      },
      {
        name: 'istio-proxy',
        role: 'main',
        image: 'istio',
        requests: { cpu: 2, memory: null, gpus: 1 },
        limits: { cpu: 2, memory: null, gpus: 1 },
        ...PLAIN,
      },
      expect.objectContaining({
        name: 'wait',
        role: 'init',
        requests: { cpu: null, memory: null, gpus: null },
      }),
      expect.objectContaining({
        name: 'mesh',
        role: 'sidecar',
        requests: { cpu: 0.05, memory: null, gpus: null },
      }),
    ]);
    expect(workload.pods).toEqual([
      expect.objectContaining({
        phase: 'Running',
        startedAt: Date.parse('2026-11-01T00:00:00Z') / 1000,
        restarts: 4,
        node: null,
        present: true,
        hostNetwork: true,
      }),
    ]);
  });

  it('notes a quantity that cannot be read and still has the rest', async () => {
    const { inventory, notes } = await read(`
kind: Pod
apiVersion: v1
metadata: { name: p, namespace: shop }
spec: { containers: [{ name: c, image: x, resources: { requests: { cpu: lots, memory: 1Gi }, limits: { cpu: 2 } } }] }
`);
    expect(find(inventory, 'Pod', 'p').containers[0]?.requests).toEqual({
      cpu: null,
      memory: 2 ** 30,
      gpus: null,
    });
    expect(notes).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: 'Pod shop/p: container c has cpu request "lots", which is no amount',
      }),
    ]);
  });

  it('takes the containers of the newest pod, and of the template where there is none', async () => {
    const template = (image: string) => `{ spec: { containers: [{ name: c, image: ${image} }] } }`;
    const pod = (name: string, day: number, image: string) => `
---
kind: Pod
apiVersion: v1
metadata: { name: ${name}, namespace: shop, creationTimestamp: "2026-11-0${day}T00:00:00Z", ${owner('apps/v1', 'DaemonSet', 'agent')} }
spec: { containers: [{ name: c, image: ${image} }] }`;
    const { inventory } = await read(`
kind: Deployment
apiVersion: apps/v1
metadata: { name: asleep, namespace: shop, labels: { team: a }, annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}", note: b } }
spec: { replicas: 0, selector: {}, template: ${template('from-template')} }
---
kind: CronJob
apiVersion: batch/v1
metadata: { name: nightly, namespace: shop }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: ${template('nightly')} } } }
---
kind: DaemonSet
apiVersion: apps/v1
metadata: { name: agent, namespace: shop }
spec: { selector: {}, template: ${template('template')} }
status: { desiredNumberScheduled: 2, currentNumberScheduled: 2, numberMisscheduled: 0, numberReady: 2 }
${pod('agent-a', 1, 'old')}${pod('agent-b', 3, 'new')}${pod('agent-c', 2, 'middle')}`);
    expect(find(inventory, 'Deployment', 'asleep')).toMatchObject({
      desiredReplicas: 0,
      pods: [],
      containers: [{ image: 'from-template' }],
      labels: { team: 'a' },
      annotations: { note: 'b' },
    });
    expect(find(inventory, 'Deployment', 'asleep').annotations).toEqual({ note: 'b' });
    expect(find(inventory, 'CronJob', 'nightly')).toMatchObject({
      desiredReplicas: null,
      schedule: '0 3 * * *',
      containers: [{ image: 'nightly' }],
    });
    expect(find(inventory, 'DaemonSet', 'agent')).toMatchObject({
      desiredReplicas: 2,
      containers: [{ image: 'new' }],
    });
  });

  it('knows autoscalers by their target', async () => {
    const { inventory } = await read(`
kind: StatefulSet
apiVersion: apps/v1
metadata: { name: web, namespace: shop }
spec: { serviceName: web, selector: {}, template: { spec: { containers: [] } } }
---
kind: HorizontalPodAutoscaler
apiVersion: autoscaling/v2
metadata: { name: web, namespace: shop }
spec:
  maxReplicas: 9
  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: web }
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }
    - { type: Resource, resource: { name: memory, target: { type: AverageValue, averageValue: 1Gi } } }
    - { type: External, external: { metric: { name: queue }, target: { type: Value, value: "3" } } }
status: { currentReplicas: 4, desiredReplicas: 4 }
`);
    expect(find(inventory, 'StatefulSet', 'web').autoscaler).toEqual({
      kind: 'HorizontalPodAutoscaler',
      name: 'web',
      minReplicas: 1,
      maxReplicas: 9,
      currentReplicas: 4,
      targets: [
        { metric: 'cpu', utilizationPercent: 70 },
        { metric: 'memory', utilizationPercent: null },
        { metric: 'queue', utilizationPercent: null },
      ],
      failures: [],
    });
  });
});

describe('volume claims', () => {
  it('knows who mounts them, between two runs of a CronJob too', async () => {
    const claim = (name: string, size = '10Gi') =>
      `---\nkind: PersistentVolumeClaim\napiVersion: v1\nmetadata: { name: ${name}, namespace: shop }\nspec: { storageClassName: fast, resources: { requests: { storage: ${size} } } }\n`;
    const { inventory, notes } = await read(`
kind: Pod
apiVersion: v1
metadata: { name: p, namespace: shop }
spec:
  containers: []
  volumes: [{ name: a, persistentVolumeClaim: { claimName: mounted } }, { name: scratch, ephemeral: {} }]
---
kind: CronJob
apiVersion: batch/v1
metadata: { name: nightly, namespace: shop }
spec:
  schedule: "0 3 * * *"
  jobTemplate: { spec: { template: { spec: { containers: [], volumes: [{ name: a, persistentVolumeClaim: { claimName: backup } }] } } } }
${claim('mounted')}${claim('backup')}${claim('p-scratch')}${claim('orphan')}${claim('broken', 'big')}`);
    const [pod, cronJob] = [find(inventory, 'Pod', 'p').id, find(inventory, 'CronJob', 'nightly').id];
    expect(inventory.volumeClaims.map(({ name, mountedBy }) => [name, mountedBy])).toEqual([
      ['backup', [cronJob]],
      ['mounted', [pod]],
      ['orphan', []],
      ['p-scratch', [pod]],
    ]);
    expect(inventory.volumeClaims[0]).toMatchObject({
      storageClass: 'fast',
      requestedBytes: 10 * 2 ** 30,
      usedBytes: null,
    });
    expect(notes[0]?.message).toBe('volume claim shop/broken is left out: its size is no amount');
  });
});

describe('nodes', () => {
  it.each([
    ['EKS', { 'eks.amazonaws.com/nodegroup': 'ng', 'eks.amazonaws.com/capacityType': 'SPOT' }, 'ng', true],
    ['GKE', { 'cloud.google.com/gke-nodepool': 'np', 'cloud.google.com/gke-spot': 'true' }, 'np', true],
    [
      'AKS',
      { 'kubernetes.azure.com/agentpool': 'ap', 'kubernetes.azure.com/scalesetpriority': 'regular' },
      'ap',
      false,
    ],
    ['Karpenter', { 'karpenter.sh/nodepool': 'kp', 'karpenter.sh/capacity-type': 'on-demand' }, 'kp', false],
    ['none', {}, null, false],
  ])('reads the pool and spot labels of %s', async (_provider, labels, pool, spot) => {
    const size = { cpu: '4', memory: '16Gi', pods: '58', 'nvidia.com/gpu': '1' };
    const metadata = {
      name: 'n1',
      labels: {
        ...labels,
        'node.kubernetes.io/instance-type': 'm5.xlarge',
        'topology.kubernetes.io/region': 'eu-west-1',
        'failure-domain.beta.kubernetes.io/zone': 'eu-west-1a',
        'kubernetes.io/arch': 'arm64',
      },
    };
    const spec = {
      taints: [
        { key: 'dedicated', value: 'ml', effect: 'NoSchedule' },
        { key: 'bare', effect: 'NoExecute' },
      ],
    };
    const status = { capacity: size, allocatable: { ...size, cpu: '3920m' } };
    const { inventory } = await withApi([{ apiVersion: 'v1', kind: 'Node', metadata, spec, status }], api =>
      inventoryOf(api).read(),
    );
    expect(inventory.nodes).toEqual([
      {
        name: 'n1',
        instanceType: 'm5.xlarge',
        region: 'eu-west-1',
        zone: 'eu-west-1a',
        architecture: 'arm64',
        pool,
        spot,
        capacity: { cpu: 4, memory: 16 * 2 ** 30, gpus: 1 },
        allocatable: { cpu: 3.92, memory: 16 * 2 ** 30, gpus: 1 },
        maxPods: 58,
        taints: [
          { key: 'dedicated', value: 'ml', effect: 'NoSchedule' },
          { key: 'bare', value: '', effect: 'NoExecute' },
        ],
        labels: metadata.labels,
        unschedulable: false,
        createdAt: Date.parse('2026-01-01T00:00:00Z') / 1000,
        gpuModel: null,
      },
    ]);
  });
});

describe('reading', () => {
  const manyPods = (count: number): KubernetesObject[] =>
    Array.from({ length: count }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `p-${index}`, namespace: `ns-${index % 7}` },
      spec: { containers: [{ name: 'c', image: 'x' }] },
    }));

  it('pages through 1,234 pods, 100 at a time', async () => {
    await withApi(manyPods(1234), async api => {
      const { inventory } = await inventoryOf(api, 100).read();
      expect(new Set(inventory.workloads.map(({ id }) => id)).size).toBe(1234);
      const pages = api.requests.filter(({ url }) => url.startsWith('/api/v1/pods?'));
      expect(pages).toHaveLength(13);
      expect(pages.every(({ url }) => url.includes('limit=100'))).toBe(true);
    });
  });

  it('starts anew where the list grew too old while it was read', async () => {
    await withApi(manyPods(10), async api => {
      api.inject({ resource: 'pods', skip: 2, times: 1, fault: { kind: 'error', code: 410 } });
      expect((await inventoryOf(api, 4).read()).inventory.workloads).toHaveLength(10);
      // Two good pages, one too old, three good ones.
      expect(api.requests.filter(({ url }) => url.startsWith('/api/v1/pods?'))).toHaveLength(6);
    });
  });

  it('asks again after 429 and 500', async () => {
    await withApi(manyPods(1), async api => {
      api.inject({ resource: 'pods', times: 1, fault: { kind: 'too-many-requests', retryAfterSeconds: 0 } });
      api.inject({ resource: 'nodes', times: 2, fault: { kind: 'error', code: 500 } });
      const { inventory, notes } = await inventoryOf(api).read();
      expect(inventory.workloads).toHaveLength(1);
      expect(notes).toEqual([]);
    });
  });

  it('turns a resource that keeps failing into a note', async () => {
    await withApi(manyPods(1), async api => {
      api.inject({ resource: 'nodes', fault: { kind: 'error', code: 500 } });
      const { inventory, notes } = await inventoryOf(api).read();
      expect(inventory.workloads).toHaveLength(1);
      expect(notes[0]?.message).toContain(
        'nodes could not be listed, so size, price class and pool of the nodes are unknown',
      );
    });
  });

  it.each([
    [
      'nothing may be listed',
      { kind: 'forbidden' },
      'SourceDeniedError',
      /forbids it: .*cannot list resource/,
    ],
    [
      'a login page answers',
      { kind: 'not-kubernetes', body: '<html>' },
      'SourceProtocolError',
      /not the Kubernetes API/,
    ],
    [
      'the connection breaks off',
      { kind: 'dropped-connection' },
      'SourceUnreachableError',
      /broke the connection off/,
    ],
  ] as const)('fails where %s', async (_title, fault, name, message) => {
    await withApi([], async api => {
      api.inject({ fault });
      await expect(inventoryOf(api).read()).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message),
        cure: expect.any(String),
      });
    });
  });

  it('fails where nobody listens', async () => {
    const api = await startKubernetesApi();
    const gone = inventoryOf(api);
    await api.stop();
    await expect(gone.read()).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringContaining('refused the connection'),
    });
  });

  it('fails where the credentials are old', async () => {
    await withApi([], async api => {
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'greenops-kubeconfig-')), 'config');
      writeFileSync(file, readFileSync(api.kubeconfig, 'utf8').replace(api.token, 'old'));
      await expect(
        KubernetesInventory.create({ type: 'kubeconfig', file }, 'c').read(),
      ).rejects.toMatchObject({
        name: 'SourceDeniedError',
        message: `Kubernetes at ${api.url} does not know us (401)`,
      });
      rmSync(path.dirname(file), { recursive: true });
    });
  });

  it('gets in by a token and the authority of the server, and says which of them is wrong', async () => {
    await withApi([], async api => {
      const ca = Buffer.from(
        /certificate-authority-data: (\S+)/.exec(readFileSync(api.kubeconfig, 'utf8'))?.[1] ?? '',
        'base64',
      ).toString();
      const by = (fields: object) => {
        const { kubernetes } = clusterConfigSchema.parse({
          id: 'c',
          kubernetes: { type: 'token', server: api.url, token: api.token, ca, ...fields },
        });
        if (!kubernetes) throw new Error('no kubernetes');
        return KubernetesInventory.create(kubernetes, 'c', { attempts: 1 }).diagnose();
      };
      expect(await by({})).toMatchObject({ status: 'ok', version: 'v1.33.0' });
      expect(await by({ token: 'old' })).toMatchObject({
        status: 'failed',
        finding: expect.stringContaining('does not know us (401)'),
        cure: expect.stringContaining('the token'),
      });
      expect(await by({ ca: undefined })).toMatchObject({
        status: 'failed',
        finding: expect.stringContaining('certificate that is not trusted'),
        cure: expect.stringContaining('kubernetes.ca'),
      });
      const file = path.join(mkdtempSync(path.join(tmpdir(), 'greenops-ca-')), 'ca.pem');
      writeFileSync(file, ca);
      expect(await by({ ca: undefined, caFile: file })).toMatchObject({ status: 'ok' });
      expect(() => by({ ca: undefined, caFile: '/nowhere' })).toThrow('/nowhere of kubernetes.caFile');
      expect(JSON.stringify([await by({ token: 'hush' })])).not.toContain('hush');
    });
  });

  it('names a kubeconfig that is not there, and a context that is not in it', async () => {
    expect(() => KubernetesInventory.create({ type: 'kubeconfig', file: '/nowhere' }, 'c')).toThrow(
      'the kubeconfig /nowhere cannot be read',
    );
    await withApi([], async api => {
      const choose = () =>
        KubernetesInventory.create({ type: 'kubeconfig', file: api.kubeconfig, context: 'prod' }, 'c');
      expect(choose).toThrow('has no usable context "prod"');
    });
  });

  it('can be stopped', async () => {
    await withApi(manyPods(1), async api => {
      api.inject({ fault: { kind: 'slow', milliseconds: 2000 } });
      const controller = new AbortController();
      const reading = inventoryOf(api).read(controller.signal);
      setTimeout(() => controller.abort(new Error('enough')), 50);
      await expect(reading).rejects.toThrow('enough');
    });
  });
});

describe('diagnose', () => {
  it('tells version and rights', async () => {
    await withApi([], async api => {
      expect(await inventoryOf(api).diagnose()).toMatchObject({
        status: 'ok',
        version: 'v1.33.0',
        cure: null,
      });
      api.inject({ resource: 'nodes', fault: { kind: 'forbidden' } });
      api.inject({ resource: 'cronjobs', fault: { kind: 'forbidden' } });
      expect(await inventoryOf(api).diagnose()).toEqual({
        source: 'kubernetes',
        status: 'degraded',
        version: 'v1.33.0',
        finding: `Kubernetes at ${api.url} does not let us list nodes, cronjobs.batch`,
        cure: 'add to the ClusterRole of this account: {apiGroups: [""], resources: [nodes], verbs: [get, list]} {apiGroups: ["batch"], resources: [cronjobs], verbs: [get, list]}',
      });
    });
  });

  it('says what is wrong where there is no API server', async () => {
    const api = await startKubernetesApi();
    const gone = inventoryOf(api);
    await api.stop();
    expect(await gone.diagnose()).toMatchObject({
      status: 'failed',
      version: null,
      finding: expect.stringContaining('refused the connection'),
      cure: 'check that kubectl reaches the cluster with the same kubeconfig and context',
    });
  });
});

interface RawPod {
  metadata: { name: string };
  spec: { containers: { name: string; resources?: { requests?: { cpu?: string } } }[] };
}

describeWithData('real clusters', 'k8s-expositions', folder => {
  it.each(['1_31', '1_33'] as const)('has every pod and container of Kubernetes %s once', async version => {
    // Counted from the raw text, with none of the code under test.
    const text = readDataFile('k8s-expositions', version, 'pods.yaml');
    const raw = (parse(text) as { items: RawPod[] }).items;
    const { inventory, notes } = await withApi(exposedKubernetesObjects(version), api =>
      inventoryOf(api, 5).read(),
    );
    expect(notes).toEqual([]);
    const pods = inventory.workloads.flatMap(workload => workload.pods);
    expect(pods.map(({ name }) => name).sort()).toEqual(raw.map(item => item.metadata.name).sort());
    for (const workload of inventory.workloads) {
      for (const pod of workload.pods) {
        const declared = raw
          .find(item => item.metadata.name === pod.name)
          ?.spec.containers.map(({ name }) => name);
        expect(workload.containers.map(({ name }) => name)).toEqual(declared);
      }
    }
    const cpu = raw.flatMap(item =>
      item.spec.containers.map(({ resources }) => resources?.requests?.cpu ?? '0'),
    );
    const requested = cpu.reduce(
      (sum, text) => sum + Number.parseFloat(text) / (text.endsWith('m') ? 1000 : 1),
      0,
    );
    const reserved = inventory.workloads.flatMap(workload =>
      workload.containers.map(container => (container.requests.cpu ?? 0) * workload.pods.length),
    );
    expect(reserved.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(requested, 9);
    expect(requested).toBeGreaterThan(0.5);
  });

  it('puts them under what people edit', async () => {
    const { inventory } = await withApi(exposedKubernetesObjects('1_33'), api => inventoryOf(api).read());
    const names: Record<string, string[]> = {};
    for (const { reference } of inventory.workloads) {
      names[reference.kind] = [...(names[reference.kind] ?? []), reference.name].sort();
    }
    expect(names).toEqual({
      CronJob: ['e2e-cronjob'],
      DaemonSet: ['e2e-daemonset', 'kindnet', 'kube-proxy'],
      Deployment: [
        'coredns',
        'e2e-deployment',
        'e2e-hpa',
        'e2e-kube-state-metrics',
        'e2e-scraper',
        'metrics-server',
      ],
      Job: ['e2e-failjob'],
      Node: ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
      Pod: ['e2e-container-creating', 'e2e-container-pending', 'storage-provisioner'],
      StatefulSet: ['e2e-statefulset'],
    });
    expect(find(inventory, 'Deployment', 'e2e-hpa').autoscaler).toMatchObject({
      minReplicas: 1,
      maxReplicas: 10,
      targets: [{ metric: 'cpu', utilizationPercent: 50 }],
    });
    expect(inventory.volumeClaims).toEqual([
      expect.objectContaining({
        name: 'e2e-pv-claim',
        requestedBytes: 3145728,
        mountedBy: [find(inventory, 'StatefulSet', 'e2e-statefulset').id],
      }),
    ]);
    expect(inventory.nodes).toEqual([
      expect.objectContaining({
        name: 'datagen-1-33',
        architecture: 'arm64',
        maxPods: 110,
        capacity: { cpu: 10, memory: 16098852 * 1024, gpus: null },
      }),
    ]);
  });

  it('reads the pods as the kubelet lists them too', async () => {
    const objects = loadObjects(`${folder}/1_33/kubelet-pods.json`);
    const { inventory } = await withApi(objects, api => inventoryOf(api).read());
    expect(objects).toHaveLength(23);
    expect(inventory.workloads.flatMap(workload => workload.pods)).toHaveLength(23);
    // No ReplicaSets there: the Deployment is told from the pods.
    expect(find(inventory, 'Deployment', 'coredns').pods).toHaveLength(1);
  });
});

describeWithData('Nezha pods', 'nezha-pods', () => {
  it('are ten Deployments with their implied limits', async () => {
    const { inventory } = await withApi(nezhaKubernetesObjects(), api => inventoryOf(api).read());
    expect(inventory.workloads.every(({ reference }) => reference.kind === 'Deployment')).toBe(true);
    expect(find(inventory, 'Deployment', 'frontend').containers[0]).toMatchObject({
      limits: { cpu: 0.02, memory: 128 * 2 ** 20 },
      requests: { cpu: 0.02, memory: 128 * 2 ** 20 },
    });
    expect(inventory.workloads).toHaveLength(10);
  });
});
