import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { clusterPageSchema, problemSchema } from '@greenops/core/api';
import { NotFoundError, StoreError } from '@greenops/core/model';
import { type Store } from '@greenops/core/store';
import { clusterViewOf } from '../testing/clusterViewOf.ts';
import { type RunningRouter, startRouter } from '../testing/startRouter.ts';
import { stubStore } from '../testing/stubStore.ts';
import { healthSchema } from './health.ts';

const gone = () => Promise.reject(new StoreError('the database is gone', 'start it'));

describe('the routes', () => {
  let router: RunningRouter;
  const start = async (answers: Partial<Store>, decision?: Parameters<typeof startRouter>[1]) => {
    router = await startRouter(stubStore(answers), decision);
  };
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    const parsed = problemSchema.parse(await response.json());
    expect(parsed.status).toBe(response.status);
    return parsed;
  };
  afterEach(() => router.stop());

  it.each([
    '/v1/clusters',
    '/v1/clusters/prod/report',
    '/v1/workloads',
    '/v1/opportunities/opp-1',
    '/metrics',
    '/v1/anything',
  ])('ask who it is: %s', async path => {
    await start({});
    const response = await router.get(path, { authorization: mockCredentials.none.header() });
    expect(response.status).toBe(401);
  });

  it('let services in as well as users', async () => {
    await start({ clusters: async () => [clusterViewOf({})] });
    const response = await router.get('/v1/clusters', { authorization: mockCredentials.service.header() });
    expect(response.status).toBe(200);
    expect(clusterPageSchema.parse(await response.json())).toEqual({
      items: [clusterViewOf({})],
      total: 1,
      nextCursor: null,
    });
  });

  it.each(['/v1/clusters', '/metrics'])('refuse whom the policy refuses: %s', async path => {
    await start({}, { decision: AuthorizeResult.DENY });
    expect(await problem(await router.get(path))).toMatchObject({
      status: 403,
      detail: 'this needs the permission greenops.opportunity.read',
    });
  });

  it.each([
    ['/v1/opportunities?colour=green&limit=5', 'unknown query parameter "colour"'],
    ['/v1/opportunities?type=waste', 'query parameter "type": '],
    ['/v1/workloads?limit=0', 'query parameter "limit": '],
    ['/v1/workloads?limit=501', 'query parameter "limit": '],
    ['/v1/workloads?cluster=a&cluster=b', 'query parameter "cluster": '],
    ['/v1/workloads?sort=-colour', 'query parameter "sort": '],
  ])('name what is wrong with %s', async (path, detail) => {
    await start({});
    const { status, detail: text, cure } = await problem(await router.get(path));
    expect(status).toBe(400);
    expect(text).toContain(detail);
    expect(cure).toMatch(/use only cluster, namespace, .*sort/);
  });

  it('fill in the defaults of the contract', async () => {
    const asked: unknown[] = [];
    const page = { items: [], total: 0, nextCursor: null };
    await start({
      opportunities: async query => {
        asked.push(query);
        return page;
      },
    });
    expect(await (await router.get('/v1/opportunities?namespace=shop')).json()).toEqual(page);
    expect(asked).toEqual([{ namespace: 'shop', limit: 100, sort: '-saving' }]);
  });

  it('answer 404 with a cure for a cluster without a report', async () => {
    const asked: string[] = [];
    await start({
      clusterReport: id => {
        asked.push(id);
        return Promise.reject(new NotFoundError('there is no report on the cluster a/b yet', 'wait'));
      },
    });
    expect(await problem(await router.get('/v1/clusters/a%2Fb/report'))).toMatchObject({
      status: 404,
      detail: 'there is no report on the cluster a/b yet',
      cure: 'wait',
    });
    expect(asked).toEqual(['a/b']);
  });

  it('say what there is where there is nothing', async () => {
    await start({});
    expect(await problem(await router.get('/v1/oportunities'))).toMatchObject({
      status: 404,
      detail: 'there is no GET /api/greenops/v1/oportunities',
      cure: expect.stringContaining('/v1/opportunities'),
    });
  });

  it('answer 503 with a cure when the database is gone', async () => {
    await start({ clusters: gone });
    expect(await problem(await router.get('/v1/clusters'))).toMatchObject({
      status: 503,
      type: 'urn:greenops:problem:store',
      detail: 'the database is gone',
      cure: 'start it',
    });
  });

  it('keep an unforeseen error to themselves', async () => {
    await start({ clusters: () => Promise.reject(new Error('password=hunter2')) });
    const { status, detail } = await problem(await router.get('/v1/clusters'));
    expect(status).toBe(500);
    expect(detail).not.toContain('hunter2');
  });

  it('answer 304 to whom has seen it already', async () => {
    await start({ clusters: async () => [clusterViewOf({})] });
    const authorization = mockCredentials.user.header();
    const first = await router.get('/v1/clusters', { authorization });
    const etag = first.headers.get('etag') ?? '';
    // `cache-control` keeps fetch from adding `no-cache`, which would ask for the whole answer.
    const headers = { authorization, 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await router.get('/v1/clusters', headers)).status).toBe(304);
    expect((await router.get('/v1/clusters', { ...headers, 'if-none-match': '"other"' })).status).toBe(200);
  });

  describe('health', () => {
    const health = async () => {
      const response = await router.get('/health', {});
      return { status: response.status, body: healthSchema.parse(await response.json()) };
    };

    it('is for anybody, but tells no error texts', async () => {
      await start({
        ping: async () => undefined,
        clusters: async () => [
          clusterViewOf({ status: 'failed', lastError: 'https://secret.example.com refused' }),
        ],
      });
      const { status, body } = await health();
      expect(status).toBe(200);
      expect(body.status).toBe('degraded');
      expect(body.scans).toEqual([{ id: 'prod', status: 'failed', lastScanAt: '2026-11-21T10:00:00.000Z' }]);
      expect(JSON.stringify(body)).not.toContain('secret.example.com');
    });

    it('is ok while scans run or have never run', async () => {
      await start({
        ping: async () => undefined,
        clusters: async () => [
          clusterViewOf({ id: 'new', status: 'never-scanned', lastScanAt: null }),
          clusterViewOf({ status: 'scanning' }),
        ],
      });
      expect((await health()).body.status).toBe('ok');
    });

    it('is 503 without a database', async () => {
      await start({ ping: gone });
      expect(await health()).toMatchObject({
        status: 503,
        body: { status: 'failed', process: { status: 'ok' }, database: { status: 'failed' }, scans: [] },
      });
    });
  });
});
