import { createServer } from 'node:http';
import {
  opportunityQuerySchema,
  type Problem,
  workloadQuerySchema,
  workloadSchema,
} from '@greenops/core/api';
import { clusters, opportunities, workloads } from './fixtures.ts';

export interface FixtureApi {
  /** Without a path, as it is entered in the plugin's configuration. */
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

const PREFIX = '/api/greenops/v1';
const TOKEN = 'token-of-the-fixture';

const page = <Item>(items: readonly Item[]) => ({ items, total: items.length, nextCursor: null });

const problem = (status: number, title: string, detail: string, cure: string | null): Problem => ({
  type: 'about:blank',
  title,
  status,
  detail,
  cure,
});

const notFound = (what: string) =>
  problem(404, 'Not found', `there is no ${what}`, 'it may have been scanned away: go back to the list');

type Place = { readonly cluster?: string | undefined; readonly namespace?: string | undefined };

const isAt =
  ({ cluster, namespace }: Place) =>
  (item: { clusterId: string; namespace: string }) =>
    (cluster === undefined || item.clusterId === cluster) &&
    (namespace === undefined || item.namespace === namespace);

function answer(path: string, query: Record<string, string>): { status: number; body: object } {
  const [resource, id] = path.split('/').filter(part => part !== '');
  const one = <Item extends { id: string }>(items: readonly Item[], what: string) => {
    const found = items.find(item => item.id === id);
    return found ? { status: 200, body: found } : { status: 404, body: notFound(what) };
  };
  switch (resource) {
    case 'clusters':
      return { status: 200, body: page(clusters) };
    case 'opportunities': {
      if (id !== undefined) return one(opportunities, `opportunity ${id}`);
      const { type, ...place } = opportunityQuerySchema.parse(query);
      const fitting = opportunities
        .filter(isAt(place))
        .filter(item => type === undefined || item.type === type);
      return { status: 200, body: page(fitting) };
    }
    case 'workloads': {
      if (id !== undefined) return one(workloads, `workload ${id}`);
      const fitting = workloads.filter(isAt(workloadQuerySchema.parse(query)));
      return {
        status: 200,
        body: page(fitting.map(workload => workloadSchema.parse(workload))),
      };
    }
    default:
      return { status: 404, body: notFound('such resource') };
  }
}

/** The REST API over HTTP with fixed contents, for browser tests of this face alone. */
export async function startFixtureApi(): Promise<FixtureApi> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      return send(
        401,
        problem(401, 'Unauthorized', 'the token is not valid', 'use the token of this backend'),
      );
    }
    if (!url.pathname.startsWith(`${PREFIX}/`)) return send(404, { message: 'Not Found' });
    const { status, body } = answer(url.pathname.slice(PREFIX.length), Object.fromEntries(url.searchParams));
    send(status, body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the fixture API has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: TOKEN,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
