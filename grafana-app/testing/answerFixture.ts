import {
  opportunityQuerySchema,
  type Problem,
  workloadQuerySchema,
  workloadSchema,
} from '@greenops/core/api';
import { reportOf } from '@greenops/core/testing/clusterReport';
import { clusters, opportunities, workloads } from './fixtures.ts';

const page = <Item>(items: readonly Item[]) => ({ items, total: items.length, nextCursor: null });

export const problem = (status: number, title: string, detail: string, cure: string | null): Problem => ({
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

/** What the fixture's REST API answers to a path below its prefix. */
export function answerFixture(
  path: string,
  query: Readonly<Record<string, string>>,
): { status: number; body: object } {
  const [resource, id, part] = path.split('/').filter(part => part !== '');
  const one = <Item extends { id: string }>(items: readonly Item[], what: string) => {
    const found = items.find(item => item.id === id);
    return found ? { status: 200, body: found } : { status: 404, body: notFound(what) };
  };
  switch (resource) {
    case 'clusters':
      if (part === 'report') {
        const known = clusters.find(cluster => cluster.id === id);
        return known
          ? { status: 200, body: reportOf({ clusterId: known.id, demo: known.demo }) }
          : { status: 404, body: notFound(`cluster ${id ?? ''}`) };
      }
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
