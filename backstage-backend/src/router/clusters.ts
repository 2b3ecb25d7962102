import { type ClusterPage } from '@greenops/core/api';
import { type Store } from '@greenops/core/store';
import { type Router } from 'express';
import PromiseRouter from 'express-promise-router';

/**
 * `GET /clusters`: every configured cluster with its last scan; one page, as there are few.
 * `GET /clusters/:id/report`: what its last scan says of the cluster as a whole.
 */
export function clustersRouter(store: Store): Router {
  const router = PromiseRouter();
  router.get('/clusters', async (_request, response) => {
    const items = [...(await store.clusters())];
    response.json({ items, total: items.length, nextCursor: null } satisfies ClusterPage);
  });
  router.get('/clusters/:id/report', async (request, response) => {
    response.json(await store.clusterReport(request.params.id));
  });
  return router;
}
