import https from 'node:https';
import { CoreV1Api, KubeConfig, type V1Deployment, Watch } from '@kubernetes/client-node';
import { parseObjects } from './loadObjects.ts';
import { startKubernetesApi, type TestKubernetesApi } from './startKubernetesApi.ts';

const web = (replicas: number, image = 'nginx:1'): V1Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

const pod = (name: string, namespace = 'shop', labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { containers: [{ name: 'main', image: 'busybox' }], nodeName: 'n1' },
});

describe('startKubernetesApi', () => {
  let api: TestKubernetesApi;
  let config: KubeConfig;
  let core: CoreV1Api;

  beforeEach(async () => {
    api = await startKubernetesApi({
      objects: ['d', 'b', 'a', 'c'].map(name =>
        pod(name, 'shop', { app: name, tier: name < 'c' ? 'low' : 'high' }),
      ),
    });
    config = new KubeConfig();
    config.loadFromFile(api.kubeconfig);
    core = config.makeApiClient(CoreV1Api);
  });
  afterEach(() => api.stop());

  /** A request with the headers and parameters that the typed client hides. */
  const request = (method: string, path: string, body?: unknown, type = 'application/json') => {
    const cluster = config.getCurrentCluster();
    return new Promise<{ code: number; body: Record<string, unknown> }>((resolve, reject) => {
      const options = {
        method,
        ca: Buffer.from(cluster?.caData ?? '', 'base64'),
        headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': type, 'User-Agent': 'tester/1' },
      };
      const sent = https.request(`${api.url}${path}`, options, response => {
        let text = '';
        response.setEncoding('utf8').on('data', chunk => (text += chunk));
        response.on('end', () =>
          resolve({ code: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }),
        );
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  };
  const apply = (manager: string, object: unknown, more = '') =>
    request(
      'PATCH',
      `/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=${manager}${more}`,
      object,
      'application/apply-patch+yaml',
    );

  describe('lists', () => {
    it('pages through one moment, whatever changes meanwhile', async () => {
      const first = await core.listPodForAllNamespaces({ limit: 3 });
      expect(first.items.map(item => item.metadata?.name)).toEqual(['a', 'b', 'c']);
      expect(first.metadata?.remainingItemCount).toBe(1);
      api.put(pod('e'));
      const second = await core.listPodForAllNamespaces({
        limit: 3,
        _continue: first.metadata?._continue ?? '',
      });
      expect(second.items.map(item => item.metadata?.name)).toEqual(['d']);
      expect(second.metadata?._continue).toBeUndefined();
      expect(second.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
    });

    it('answers 410 to a token of before a compaction', async () => {
      const first = await core.listPodForAllNamespaces({ limit: 1 });
      api.compact();
      await expect(
        core.listPodForAllNamespaces({ limit: 1, _continue: first.metadata?._continue ?? '' }),
      ).rejects.toMatchObject({ code: 410 });
    });

    it.each([
      ['app=a', ['a']],
      ['app!=a,tier=low', ['b']],
      ['app in (a, c)', ['a', 'c']],
      ['app notin (a,b,c)', ['d']],
      ['!app', []],
      ['tier', ['a', 'b', 'c', 'd']],
    ])('selects by label %s', async (labelSelector, names) => {
      const { items } = await core.listNamespacedPod({ namespace: 'shop', labelSelector });
      expect(items.map(item => item.metadata?.name)).toEqual(names);
    });

    it('selects by field and by namespace', async () => {
      api.put(pod('a', 'other'));
      const { items } = await core.listPodForAllNamespaces({
        fieldSelector: 'metadata.name=a,metadata.namespace!=shop',
      });
      expect(items.map(item => item.metadata?.namespace)).toEqual(['other']);
      expect((await core.listNamespacedPod({ namespace: 'shop' })).items).toHaveLength(4);
    });
  });

  it('says no as Kubernetes does', async () => {
    await expect(core.readNamespacedPod({ name: 'x', namespace: 'shop' })).rejects.toMatchObject({
      code: 404,
      body: expect.stringContaining('pods \\"x\\" not found'),
    });
    api.inject({ resource: 'nodes', verb: 'list', times: 1, fault: { kind: 'forbidden' } });
    await expect(core.listNode()).rejects.toMatchObject({
      code: 403,
      body: expect.stringContaining(
        'cannot list resource \\"nodes\\" in API group \\"\\" at the cluster scope',
      ),
    });
    config.users = [{ name: 'tester', token: 'wrong' }];
    await expect(config.makeApiClient(CoreV1Api).listNode()).rejects.toMatchObject({ code: 401 });
  });

  it('meets a fault as often as asked', async () => {
    api.inject({ resource: 'pods', times: 1, fault: { kind: 'too-many-requests', retryAfterSeconds: 7 } });
    await expect(core.listPodForAllNamespaces()).rejects.toMatchObject({
      code: 429,
      headers: expect.objectContaining({ 'retry-after': '7' }),
    });
    expect((await core.listPodForAllNamespaces()).items).toHaveLength(4);
    expect(api.requests.map(({ verb }) => verb)).toEqual(['list', 'list']);
  });

  describe('watch', () => {
    const collect = async (
      query: Record<string, string | boolean | undefined>,
      until: (events: string[]) => boolean,
      act: () => void,
    ) => {
      const events: string[] = [];
      const watch = new Watch(config);
      let stop: (() => void) | undefined;
      await new Promise<void>((resolve, reject) => {
        watch
          .watch(
            '/api/v1/pods',
            query,
            (type, object: { metadata?: { name?: string }; code?: number }) => {
              events.push(`${type} ${object.metadata?.name ?? object.code ?? ''}`.trim());
              if (until(events)) resolve();
            },
            error => (error instanceof Error && error.name !== 'AbortError' ? reject(error) : resolve()),
          )
          .then(controller => {
            stop = () => controller.abort();
            act();
          }, reject);
      });
      stop?.();
      return events;
    };

    it('tells what is there and then what changes', async () => {
      const events = await collect(
        { labelSelector: 'app in (a,e)' },
        seen => seen.length === 3,
        () => {
          api.put(pod('e', 'shop', { app: 'e' }));
          api.put(pod('f', 'shop', { app: 'f' }));
          api.remove(pod('a'));
        },
      );
      expect(events).toEqual(['ADDED a', 'ADDED e', 'DELETED a']);
    });

    it('goes on from a version, with bookmarks', async () => {
      const { metadata } = await core.listPodForAllNamespaces();
      api.put(pod('e'));
      const events = await collect(
        { resourceVersion: metadata?.resourceVersion, allowWatchBookmarks: true },
        seen => seen.includes('BOOKMARK'),
        () => undefined,
      );
      expect(events).toEqual(['ADDED e', 'BOOKMARK']);
    });

    it('answers 410 to a version that is too old', async () => {
      const { metadata } = await core.listPodForAllNamespaces();
      api.compact();
      const events = await collect(
        { resourceVersion: metadata?.resourceVersion },
        seen => seen.length > 0,
        () => undefined,
      );
      expect(events).toEqual(['ERROR 410']);
    });
  });

  describe('server-side apply', () => {
    it('creates, and a dry run leaves no trace', async () => {
      expect((await apply('us', web(2), '&dryRun=All')).code).toBe(201);
      expect((await request('GET', '/apis/apps/v1/namespaces/shop/deployments/web')).code).toBe(404);
      expect((await apply('us', web(2))).code).toBe(201);
      expect((await apply('us', web(2))).body).toMatchObject({ metadata: { generation: 1 } });
    });

    it('refuses to take a field from another manager, names it, and takes it when forced', async () => {
      await apply('helm', web(2));
      const refused = await apply('us', web(3));
      expect(refused).toMatchObject({
        code: 409,
        body: {
          reason: 'Conflict',
          message: 'Apply failed with 1 conflict: conflict with "helm" using apps/v1: .spec.replicas',
          details: {
            causes: [
              {
                reason: 'FieldManagerConflict',
                message: 'conflict with "helm" using apps/v1',
                field: '.spec.replicas',
              },
            ],
          },
        },
      });
      expect(await apply('us', web(3), '&force=true')).toMatchObject({
        code: 200,
        body: { spec: { replicas: 3 } },
      });
      // Now helm is the one who does not own it.
      expect((await apply('helm', web(2))).body['message']).toContain('conflict with "us"');
    });

    it('shares a field that both set alike, and a container by its name', async () => {
      await apply('helm', web(2));
      const ours = {
        ...web(2),
        spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: '1' }] }] } } },
      };
      const { code, body } = await apply('us', ours);
      expect(code).toBe(200);
      expect(body).toMatchObject({
        spec: {
          replicas: 2,
          template: { spec: { containers: [{ name: 'web', image: 'nginx:1', env: [{ name: 'A' }] }] } },
        },
      });
    });

    it('removes what its manager no longer applies', async () => {
      await apply('helm', web(2));
      const annotated = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', annotations: { a: '1', b: '2' } },
      };
      await apply('us', annotated);
      const { body } = await apply('us', {
        ...annotated,
        metadata: { name: 'web', annotations: { a: '1' } },
      });
      expect(body).toMatchObject({ metadata: { annotations: { a: '1' } }, spec: { replicas: 2 } });
      expect(JSON.stringify(body['metadata'])).not.toContain('"b":"2"');
    });

    it('names the conflict with whoever patched it', async () => {
      await apply('us', web(2));
      const path = '/apis/apps/v1/namespaces/shop/deployments/web';
      const patch = { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:2' }] } } } };
      await request('PATCH', path, patch, 'application/strategic-merge-patch+json');
      expect((await apply('us', web(2))).body['message']).toContain(
        'conflict with "tester" using apps/v1: .spec.template.spec.containers[name="web"].image',
      );
    });
  });

  describe('other writes', () => {
    const path = '/apis/apps/v1/namespaces/shop/deployments/web';
    beforeEach(() => request('POST', '/apis/apps/v1/namespaces/shop/deployments', web(2)));

    it('creates once', async () => {
      expect(
        (await request('POST', '/apis/apps/v1/namespaces/shop/deployments', web(2))).body['reason'],
      ).toBe('AlreadyExists');
    });

    it('patches by merge and by operations', async () => {
      const merged = await request(
        'PATCH',
        path,
        { spec: { replicas: null, paused: true } },
        'application/merge-patch+json',
      );
      expect(merged.body['spec']).toMatchObject({ paused: true });
      expect(merged.body['spec']).not.toHaveProperty('replicas');
      const operations = [
        { op: 'test', path: '/spec/paused', value: true },
        { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'nginx:3' },
        { op: 'remove', path: '/spec/paused' },
      ];
      const patched = await request('PATCH', path, operations, 'application/json-patch+json');
      expect(patched.body['spec']).toMatchObject({
        template: { spec: { containers: [{ image: 'nginx:3' }] } },
      });
      expect(patched.body['spec']).not.toHaveProperty('paused');
    });

    it('refuses an update from an old version', async () => {
      const { body: old } = await request('GET', path);
      expect((await request('PUT', path, { ...old, spec: web(4).spec })).code).toBe(200);
      expect((await request('PUT', path, { ...old, spec: web(5).spec })).body['reason']).toBe('Conflict');
    });

    it('deletes, but not in a dry run', async () => {
      expect((await request('DELETE', `${path}?dryRun=All`)).code).toBe(200);
      expect((await request('DELETE', path)).body).toMatchObject({ kind: 'Status', status: 'Success' });
      expect((await request('DELETE', path)).code).toBe(404);
    });
  });
});

describe('parseObjects', () => {
  it('flattens documents and lists, typed or not', () => {
    const text =
      'kind: PodList\napiVersion: v1\nitems:\n- metadata: {name: a}\n---\nkind: List\napiVersion: v1\nitems:\n- {kind: Node, apiVersion: v1, metadata: {name: n}}\n';
    expect(
      parseObjects(text, 'x.yaml').map(({ kind, apiVersion, metadata }) => [apiVersion, kind, metadata.name]),
    ).toEqual([
      ['v1', 'Pod', 'a'],
      ['v1', 'Node', 'n'],
    ]);
    expect(() => parseObjects('a: 1', 'x.yaml')).toThrow('x.yaml has a document without a kind');
  });
});
